/**
 * Changing what wraps: a new wrapping key under the new master key, then every key anew under that one, some hundred at
 * a time, while whoever reads and writes goes on. It can be broken off anywhere and begun again: each key says which
 * wrapping key it is under. The old wrapping key goes when nothing is under it any more, and with it all that the old
 * master key could open.
 */
import { type RawBuilder, sql } from 'kysely'
import { seal, unseal } from './cipher.ts'
import { INDEX_OWNER } from './keyring.ts'
import type { KeyService } from './keyService.ts'
import type { VaultDb } from './schema.ts'
import { copyWrappingKey, firstWrappingKey, makeWrappingKey, wrappingKeys } from './wrappingKeys.ts'

/** Everything that a wrapping key opens, and whose name it was wrapped with. */
const wrappedKeys = [
  { table: 'keys.index_key', id: 'singleton', type: 'boolean', wrapped: 'wrapped', owner: INDEX_OWNER },
  { table: 'keys.secret', id: 'id', type: 'uuid', wrapped: 'sealed', owner: null },
  { table: 'keys.case_key', id: 'case_id', type: 'uuid', wrapped: 'wrapped', owner: null },
  { table: 'keys.person_key', id: 'person_id', type: 'uuid', wrapped: 'wrapped', owner: null },
] as const
type WrappedKeys = (typeof wrappedKeys)[number]

export interface RotationOptions {
  /** How many keys are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void
  readonly atOnce?: number
}
const AT_ONCE = 500

/** The master keys that running services said they depend on, less than so long ago; not `but`. */
export async function mastersInUse(db: VaultDb, but: string, within_s = 30): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('keys.wrapping_copy')
    .select('master')
    .distinct()
    .where('master', '!=', but)
    .where('used_at', '>', sql<Date>`now() - make_interval(secs => ${within_s})`)
    .execute()
  return rows.map(({ master }) => master)
}

/** Whether one was begun and has not come to its end. */
export async function isRotating(db: VaultDb, service: KeyService): Promise<boolean> {
  const copies = await db.selectFrom('keys.wrapping_copy').select(['wrapping_key', 'master']).execute()
  const others = copies.some(({ master }) => master !== service.master())
  return others || new Set(copies.map(({ wrapping_key }) => wrapping_key)).size > 1
}

/** Lets the new master key open what the old one does: from then on either will do. A few keys, at once. */
export async function admitMaster(db: VaultDb, from: KeyService, to: KeyService): Promise<void> {
  await firstWrappingKey(db, from)
  await underWrappingKeys(db, from)
  const { rows } = await sql<{ id: number }>`SELECT id FROM keys.wrapping_key k WHERE NOT EXISTS (
    SELECT FROM keys.wrapping_copy c WHERE c.wrapping_key = k.id AND c.master = ${to.master()})`.execute(db)
  const ids = rows.map(({ id }) => id)
  for (const [id, key] of await wrappingKeys(db, from).of(db, ids))
    if (id !== null) await copyWrappingKey(db, to, id, key)
}

/** What is still under the old master key itself, which only that one opens. */
async function underWrappingKeys(db: VaultDb, from: KeyService): Promise<void> {
  if (!from.before || (await count(db, sql`wrapped_by IS NULL`)) === 0) return
  const { id, key } = await wrappingKeys(db, from).newest(db)
  for (const keys of wrappedKeys) await rewrap(db, keys, from, id, key, { under: sql`wrapped_by IS NULL` })
}

export interface Rotated {
  readonly keys: number
  readonly master: string
}

/** Wraps every key anew under `to` alone, which has to be able to open what there is. Then nothing of another master
 *  key is left: each key was opened by what `to` alone opens. */
export async function rotate(db: VaultDb, to: KeyService, options: RotationOptions = {}): Promise<Rotated> {
  const { onProgress = () => {} } = options
  const id = await wrappingKeyOfOneMaster(db, to)
  const key = (await wrappingKeys(db, to).of(db, [id])).get(id)!
  const others = sql`wrapped_by IS DISTINCT FROM ${id}`
  const total = await count(db, sql`true`)
  let done = total - (await count(db, others))
  // Until none is left: while this went on, others made keys under what was the newest for them.
  do {
    for (const keys of wrappedKeys)
      await rewrap(db, keys, to, id, key, {
        ...{ under: others, atOnce: options.atOnce },
        onKeys(n) {
          done += n
          onProgress(done, Math.max(total, done))
        },
      })
  } while (!(await dropOthers(db, id)))
  return { keys: await prove(db, id, key), master: to.master() }
}

/** One that a broken off rotation has made, or a new one. */
async function wrappingKeyOfOneMaster(db: VaultDb, to: KeyService): Promise<number> {
  const copies = await db.selectFrom('keys.wrapping_copy').select(['wrapping_key', 'master']).execute()
  const newest = Math.max(...copies.map(({ wrapping_key }) => wrapping_key))
  const its = copies.filter(({ wrapping_key }) => wrapping_key === newest)
  const isBegun = its.length < copies.length && its.every(({ master }) => master === to.master())
  return isBegun ? newest : db.transaction().execute((trx) => makeWrappingKey(trx, [to]))
}

async function count(db: VaultDb, which: RawBuilder<unknown>): Promise<number> {
  const counts = wrappedKeys.map(
    ({ table }) => sql`(SELECT count(*) FROM ${sql.table(table)} WHERE ${which})`,
  )
  const { rows } = await sql<{ n: string }>`SELECT ${sql.join(counts, sql` + `)} AS n`.execute(db)
  return Number(rows[0]!.n)
}

interface Part {
  readonly under: RawBuilder<unknown>
  readonly atOnce?: number | undefined
  readonly onKeys?: (n: number) => void
}

async function rewrap(
  db: VaultDb,
  keys: WrappedKeys,
  opening: KeyService,
  id: number,
  key: Buffer,
  { under, atOnce = AT_ONCE, onKeys = () => {} }: Part,
): Promise<void> {
  const opened = wrappingKeys(db, opening)
  const type = sql.raw(keys.type)
  for (let after: string | null = null; ; ) {
    const rows: readonly Row[] = await page(db, keys, under, after, atOnce)
    if (rows.length === 0) return
    const old = await opened.of(
      db,
      rows.map(({ by }) => by),
    )
    const anew = rows.map(({ owner, wrapped, by }) => seal(key, owner, unseal(old.get(by)!, owner, wrapped)))
    // Who was erased meanwhile is not there any more, and does not come back.
    await sql`UPDATE ${sql.table(keys.table)} SET ${sql.ref(keys.wrapped)} = n.wrapped, wrapped_by = ${id}
      FROM unnest(${rows.map((row) => row.id)}::${type}[], ${anew}::bytea[]) AS n (id, wrapped)
      WHERE ${sql.ref(`${keys.table}.${keys.id}`)} = n.id AND ${under}`.execute(db)
    onKeys(rows.length)
    after = rows.at(-1)!.id
  }
}

interface Row {
  readonly id: string
  readonly owner: string
  readonly wrapped: Buffer
  readonly by: number | null
}
/** In the order of their ids, which the tables have an index of. */
async function page(
  db: VaultDb,
  { table, id, type, wrapped, owner }: WrappedKeys,
  which: RawBuilder<unknown>,
  after: string | null,
  limit: number,
): Promise<readonly Row[]> {
  const behind = after === null ? sql`true` : sql`${sql.ref(id)} > ${after}::${sql.raw(type)}`
  const { rows } = await sql<Omit<Row, 'owner'>>`
    SELECT ${sql.ref(id)}::text AS id, ${sql.ref(wrapped)} AS wrapped, wrapped_by AS by
    FROM ${sql.table(table)} WHERE ${behind} AND ${which} ORDER BY ${sql.ref(`${table}.${id}`)} LIMIT ${limit}`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, owner: owner ?? row.id }))
}

const STILL_WRAPS = '23503'

/** False when somebody wrapped by one of them meanwhile. */
async function dropOthers(db: VaultDb, id: number): Promise<boolean> {
  if ((await count(db, sql`wrapped_by IS DISTINCT FROM ${id}`)) > 0) return false
  try {
    await db.deleteFrom('keys.wrapping_key').where('id', '!=', id).execute()
    return true
  } catch (error) {
    if ((error as { code?: string }).code === STILL_WRAPS) return false
    throw error
  }
}

/** Opens every key there is; throws where one does not. */
async function prove(db: VaultDb, id: number, key: Buffer): Promise<number> {
  let proved = 0
  for (const keys of wrappedKeys)
    for (let after: string | null = null; ; ) {
      const rows: readonly Row[] = await page(db, keys, sql`wrapped_by = ${id}`, after, AT_ONCE)
      if (rows.length === 0) break
      for (const { owner, wrapped } of rows) unseal(key, owner, wrapped)
      proved += rows.length
      after = rows.at(-1)!.id
    }
  const total = await count(db, sql`true`)
  const under = await count(db, sql`wrapped_by = ${id}`)
  if (under !== total) throw new Error(`${total - under} keys are under another wrapping key`)
  return proved
}
