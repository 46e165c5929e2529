/** A master key is changed while everything runs as `npm start` runs it, and killed in the middle of it. */
import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openKeyring } from '@jiahe/privacy/keyring.ts'
import { localKeys } from '@jiahe/privacy/localKeys.ts'
import type { VaultTables } from '@jiahe/privacy/schema.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { sender, signIn } from '@jiahe/testing/client.ts'
import { eventually, startJiahe } from '@jiahe/testing/jiahe.ts'
import { sql } from 'kysely'
import t from 'tap'
import { jiahe as command } from './fixture.ts'

const jiahe = await startJiahe(t)
const police = sender(jiahe)
const keyFile = join(jiahe.dataDir, 'master-key')
const keyNow = () => readFileSync(keyFile, 'utf8')
const { databaseUrl } = await eventually(async () => {
  try {
    return JSON.parse(readFileSync(join(jiahe.dataDir, 'running.json'), 'utf8'))
  } catch {
    return null
  }
})
const db = openDatabase<VaultTables>(databaseUrl, 3)
let open = true
const close = async () => {
  if (open) await db.destroy()
  open = false
}
t.teardown(close)

let sent = 0
const caseIds: string[] = []
async function alert(): Promise<void> {
  sent++
  const { status, body } = await police('POST /v1/police-alerts', alertAbout(sent, `ROTATE-${sent}`))
  if (status !== 202) throw new Error(`not taken in: ${status} ${JSON.stringify(body)}`)
  caseIds.push(body.caseId)
}

/** Whom the last alerts were about, in full, as somebody who works the case sees her. */
async function namesShown(
  who: Awaited<ReturnType<typeof signIn>>,
  ids: readonly string[],
): Promise<string[]> {
  const names: string[] = []
  for (const caseId of ids) {
    const victim = await eventually(async () => {
      const { body } = await who(`GET /v1/cases/${caseId}`)
      return body.people?.find((party: { role: string }) => party.role === 'victim')
    })
    const about = { caseId, reason: 'home-visit' }
    const { body } = await who(`POST /v1/people/${victim.personId}/unmask`, about)
    names.push(body.name)
  }
  return names
}

const wrappers = async (table: string) =>
  (
    await sql<{
      by: number
    }>`SELECT DISTINCT wrapped_by AS by FROM ${sql.table(`keys.${table}`)} ORDER BY by`.execute(db)
  ).rows.map(({ by }) => by)

t.test(
  'a rotation killed in the middle loses nothing, and is gone on with while alerts come in',
  async (t) => {
    const district = await signIn(jiahe, 'district-320402')
    for (let n = 0; n < 8; n++) await alert()
    t.strictSame(await namesShown(district, caseIds), Array(8).fill('王某'))
    const old = keyNow()
    const before = (await db.selectFrom('keys.person_key').select('wrapped').execute()).map((row) =>
      row.wrapped.toString('hex'),
    )

    // It comes to the people last, and there it is made to wait.
    const killed = await db.transaction().execute(async (trx) => {
      await trx.selectFrom('keys.person_key').select('person_id').forUpdate().execute()
      const launcher = fileURLToPath(new URL('jiahe.js', import.meta.url))
      const env = { ...process.env, NODE_OPTIONS: '', DATA_DIR: jiahe.dataDir }
      const child = spawn(process.execPath, [launcher, 'key', 'rotate-master'], { env, stdio: 'ignore' })
      const ended = new Promise((resolve) => child.on('close', (_code, signal) => resolve(signal)))
      const waiting = await eventually(async () => {
        const { rows } = await sql<{ pid: number }>`SELECT pid FROM pg_stat_activity
        WHERE query LIKE 'UPDATE "keys"."person_key"%' AND wait_event_type = 'Lock'`.execute(db)
        return rows[0]?.pid
      })
      child.kill('SIGKILL')
      const signal = await ended
      // As when the whole machine goes: what it had asked for does not come after all.
      await sql`SELECT pg_terminate_backend(${waiting})`.execute(db)
      return signal
    })
    t.equal(killed, 'SIGKILL')
    t.not(keyNow(), old, 'services of this machine read the new key already')
    t.equal(statSync(keyFile).mode & 0o777, 0o600)
    t.strictSame(await wrappers('case_key'), [2])
    t.strictSame(await wrappers('person_key'), [1])
    await alert()
    t.strictSame(await namesShown(district, caseIds), Array(9).fill('王某'))
    t.strictSame(await wrappers('person_key'), [1, 2], 'old and new beside each other')

    let rotating = true
    const again = command(jiahe.dataDir, ['key', 'rotate-master', '--json']).finally(() => {
      rotating = false
    })
    let meanwhile = 0
    while (rotating) {
      await alert()
      meanwhile++
    }
    const { code, json, stderr } = await again
    t.equal(code, 0, stderr)
    t.ok(meanwhile > 1, 'alerts were taken in meanwhile')
    const master = localKeys(keyNow).master()
    t.match(json, { master })
    // The second run made no third key.
    for (const table of ['index_key', 'case_key', 'person_key']) t.strictSame(await wrappers(table), [2])
    t.strictSame(await namesShown(district, caseIds.slice(0, 3)), Array(3).fill('王某'))
    t.strictSame(await namesShown(district, caseIds.slice(-3)), Array(3).fill('王某'))

    const copies = await db.selectFrom('keys.wrapping_copy').select('master').execute()
    t.strictSame(copies, [{ master }])
    await t.rejects(
      openKeyring(
        db,
        localKeys(() => old),
      ),
      { name: 'KeyServiceFault', fault: 'cannot-open' },
    )
    const after = await db.selectFrom('keys.person_key').select('wrapped').execute()
    t.strictSame(
      after.filter((row) => before.includes(row.wrapped.toString('hex'))),
      [],
    )
    const ids = await db.selectFrom('keys.person_key').select('person_id').execute()
    const opened = await (await openKeyring(db, localKeys(keyNow))).personKeys(
      db,
      ids.map((row) => row.person_id),
    )
    t.equal(opened.size, 2 * sent, 'nobody’s key was lost')
  },
)

t.test('after a new start everything opens with the new key alone', async (t) => {
  await close()
  await jiahe.stop()
  const again = await startJiahe(t, {}, jiahe)
  const district = await signIn(again, 'district-320402')
  t.strictSame(await namesShown(district, caseIds.slice(0, 2)), ['王某', '王某'])
  const verified = await command(jiahe.dataDir, ['verify', '--json'])
  t.strictSame(verified.json.findings, [])
  t.equal((await command(jiahe.dataDir, ['key', 'add', 'psb-wujin', '--signed'])).code, 0)
})
