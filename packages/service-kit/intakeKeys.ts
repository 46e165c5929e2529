/**
 * The keys of sending systems. A source may have several, so that a key is changed without a gap: the new one is added,
 * the sender changes over, the old one is removed. A key is sent with each request, or, made for signing, never.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type AccountDb, digest } from './accounts.ts'

export interface IntakeKey {
  readonly id: string
  readonly source: string
  readonly signed: boolean
  readonly addedAt: Date
  readonly usedAt: Date | null
}

/** Lets whoever holds the key speak for the source; one that is there already stays as it is. */
export async function addIntakeKey(
  db: AccountDb,
  source: string,
  key: string,
  { id = randomUUID() as string, signed = false } = {},
): Promise<void> {
  const row = { id, key_hash: digest(key), source, signed, added_at: new Date(), used_at: null }
  await db
    .insertInto('account.intake_key')
    .values(row)
    .onConflict((c) => c.column('key_hash').doUpdateSet({ source }))
    .execute()
}

export async function listIntakeKeys(db: AccountDb): Promise<IntakeKey[]> {
  const rows = await db
    .selectFrom('account.intake_key')
    .selectAll()
    .orderBy('source')
    .orderBy('added_at')
    .execute()
  return rows.map(({ id, source, signed, added_at, used_at }) => ({
    ...{ id, source, signed, addedAt: added_at, usedAt: used_at },
  }))
}

/** False when there is no such key. It is refused everywhere within a minute. */
export async function removeIntakeKey(db: AccountDb, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('account.intake_key').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}

const REMEMBERED_MS = 60_000

/** The source that a key speaks for; null when it is unknown or one for signing. Found keys are remembered for a minute. */
export function intakeKeys(db: AccountDb): (key: string) => Promise<string | null> {
  return remembering(
    async (key) => {
      const row = await db
        .updateTable('account.intake_key')
        .set({ used_at: sql`now()` })
        .where('key_hash', '=', digest(key))
        .where('signed', '=', false)
        .returning('source')
        .executeTakeFirst()
      return row?.source ?? null
    },
    (key) => digest(key).toString('hex'),
  )
}

/** The source that a key for signing speaks for, by its id. */
export function signingKeys(db: AccountDb): (id: string) => Promise<string | null> {
  return remembering(async (id) => {
    const row = await db
      .updateTable('account.intake_key')
      .set({ used_at: sql`now()` })
      .where('id', '=', id)
      .where('signed', '=', true)
      .returning('source')
      .executeTakeFirst()
    return row?.source ?? null
  })
}

function remembering<T>(
  find: (asked: string) => Promise<T | null>,
  nameOf: (asked: string) => string = (asked) => asked,
): (asked: string) => Promise<T | null> {
  const seen = new Map<string, { found: T; until: number }>()
  return async (asked) => {
    const name = nameOf(asked)
    const known = seen.get(name)
    if (known && known.until > Date.now()) return known.found
    const found = await find(asked)
    if (found === null) seen.delete(name)
    else seen.set(name, { found, until: Date.now() + REMEMBERED_MS })
    return found
  }
}

/** Keeps that a signed request was seen; false when it was before. Those too old to be taken are forgotten. */
export async function seeNonce(
  db: AccountDb,
  keyId: string,
  nonce: string,
  now: Date,
  kept_ms: number,
): Promise<boolean> {
  await db
    .deleteFrom('account.intake_nonce')
    .where('at', '<', new Date(now.getTime() - kept_ms))
    .execute()
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('account.intake_nonce')
    .values({ key_id: keyId, nonce, at: now })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
