/** From a key of one's own to Vault and back, as whoever keeps the settings of services elsewhere does it. */
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { exampleVaultServer } from '@jiahe/privacy/exampleVaultServer.ts'
import { openKeyring } from '@jiahe/privacy/keyring.ts'
import { localKeys } from '@jiahe/privacy/localKeys.ts'
import { migrateVault, type VaultTables } from '@jiahe/privacy/schema.ts'
import { sayInUse } from '@jiahe/privacy/wrappingKeys.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { migrateWebhooks, type WebhookDb } from '@jiahe/webhooks/schema.ts'
import { sql } from 'kysely'
import t from 'tap'
import { jiahe } from './fixture.ts'

const url = await testDatabase(t)
const db = openDatabase<VaultTables>(url, 2)
t.teardown(() => db.destroy())
await migrateEventLog(url)
await migrateVault(db)
await migrateWork(db)
await migrateWebhooks(db as unknown as WebhookDb)

const nowhere = t.testdir()
const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const serviceOf = (byte: number) => localKeys(() => keyOf(byte))
const run = (args: readonly string[], own: Readonly<Record<string, string>>) =>
  jiahe(nowhere, args, () => {}, { DATABASE_URL: url, ...own })
const rotate = (own: Readonly<Record<string, string>>) => run(['key', 'rotate-master', '--json'], own)
const webhooks = (own: Readonly<Record<string, string>>) => run(['webhook', 'list', '--json'], own)
const masters = async () =>
  (await db.selectFrom('keys.wrapping_copy').select('master').orderBy('master').execute()).map(
    (row) => row.master,
  )

const target = 'https://receiver.example.cn/receipts'
const ownKey = { MASTER_KEY: keyOf(1) }
t.equal((await run(['webhook', 'add', 'psb-changzhou', target], ownKey)).code, 0)

t.test('a change to nothing, or to half of something, is called wrongly and changes nothing', async (t) => {
  const before = await masters()
  t.match(await rotate(ownKey), { code: 2, stderr: /NEW_MASTER_KEY.+openssl rand/ })
  const wrong: readonly [Readonly<Record<string, string>>, RegExp][] = [
    [{ NEW_MASTER_KEY: 'c2hvcnQ=' }, /^NEW_MASTER_KEY is wrong: must be 32 bytes .+Example: NEW_MASTER_KEY=/],
    [
      { NEW_KEY_SERVICE: 'vault', NEW_VAULT_TOKEN: 'x' },
      /^NEW_VAULT_ADDR is missing\. Example: NEW_VAULT_ADDR=/,
    ],
    [{ MASTER_KEY: keyOf(9), NEW_MASTER_KEY: keyOf(2) }, /cannot-open/],
  ]
  for (const [own, line] of wrong) {
    const { code, stderr } = await rotate({ ...ownKey, ...own })
    t.ok(code === 2 || code === 3)
    t.match(stderr, line)
    t.notMatch(stderr, keyOf(2))
  }
  t.strictSame(await masters(), before)
})

t.test(
  'while a service leans on the old master key, both open everything and the old one stays',
  async (t) => {
    await openKeyring(db, serviceOf(1))
    await sayInUse(db, serviceOf(1))
    const change = { ...ownKey, NEW_MASTER_KEY: keyOf(2) }
    const { code, stdout } = await rotate(change)
    t.equal(code, 0)
    t.match(stdout, /已能打开全部内容。请把各服务的设置改为新的，逐个重启/)
    t.strictSame(await masters(), [serviceOf(1).master(), serviceOf(2).master()].sort())
    for (const own of [ownKey, { MASTER_KEY: keyOf(2) }])
      t.match((await webhooks(own)).json, [{ url: target }])

    await sql`UPDATE keys.wrapping_copy SET used_at = now() - interval '1 minute'`.execute(db)
    const done = await rotate({ MASTER_KEY: keyOf(2) })
    t.equal(done.code, 0, done.stderr)
    t.match(done.json, { keys: 2, master: serviceOf(2).master() })
    t.match((await webhooks({ MASTER_KEY: keyOf(2) })).json, [{ url: target }])
    t.match(await webhooks(ownKey), { code: 2, stderr: /^MASTER_KEY is wrong: it is not the key/ })
  },
)

t.test('to Vault and back is the same command', async (t) => {
  const server = await exampleVaultServer(t)
  const onVault = { KEY_SERVICE: 'vault', VAULT_ADDR: server.address, VAULT_TOKEN: server.token }
  const toVault = Object.fromEntries(Object.entries(onVault).map(([name, value]) => [`NEW_${name}`, value]))
  t.match((await rotate({ MASTER_KEY: keyOf(2), ...toVault })).json, {
    keys: 2,
    master: 'vault:transit/jiahe',
  })
  t.match((await webhooks(onVault)).json, [{ url: target }])
  const { sealed } = await db.selectFrom('keys.wrapping_copy').select('sealed').executeTakeFirstOrThrow()
  t.match(sealed, /^vault:v1:/)
  t.match(await webhooks({ MASTER_KEY: keyOf(2) }), { code: 2 })

  server.rotate()
  t.match((await rotate(onVault)).json, { keys: 2, master: 'vault:transit/jiahe' })
  const again = await db.selectFrom('keys.wrapping_copy').select('sealed').execute()
  t.match(again, [{ sealed: /^vault:v2:/ }])

  server.sealed = true
  const away = await webhooks(onVault)
  t.match(away, { code: 3, stderr: /^密钥服务用不了（.+sealed \(503\)）.+KEY_SERVICE/ })
  t.notMatch(away.stderr, server.token)
  server.sealed = false
  const back = { ...onVault, NEW_KEY_SERVICE: 'local', NEW_MASTER_KEY: keyOf(3) }
  t.match((await rotate(back)).json, { keys: 2, master: serviceOf(3).master() })
  t.match((await webhooks({ MASTER_KEY: keyOf(3) })).json, [{ url: target }])
  t.match(await webhooks(onVault), { code: 2, stderr: /^KEY_SERVICE is wrong/ })
})
