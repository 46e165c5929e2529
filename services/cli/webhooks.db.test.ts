import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { migrateVault, type VaultDb } from '@jiahe/privacy/schema.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { migrateWebhooks, type WebhookDb } from '@jiahe/webhooks/schema.ts'
import { sql } from 'kysely'
import t from 'tap'
import { jiahe } from './fixture.ts'

const url = await testDatabase(t)
const db = openDatabase<unknown>(url, 2)
t.teardown(() => db.destroy())
await migrateEventLog(url)
await migrateVault(db as unknown as VaultDb)
await migrateWork(db)
await migrateWebhooks(db as unknown as WebhookDb)
const own = { DATABASE_URL: url, MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
const nowhere = t.testdir()
const run = (...args: string[]) => jiahe(nowhere, args, () => {}, own)
const target = 'https://user:their-password@receiver.example.cn/receipts?token=theirs'
const hidden = /their-password|token|whsec_/

t.test('a webhook is added, shown without what is secret, paused, resumed and removed', async (t) => {
  const added = await run('webhook', 'add', 'psb-changzhou', target)
  t.equal(added.code, 0, added.stderr)
  t.match(added.stdout, /^whsec_[A-Za-z0-9+/]{43}=\n$/)
  t.notMatch(added.stderr, hidden)
  const listed = await run('webhook', 'list', 'psb-changzhou', '--json')
  t.equal(listed.code, 0)
  t.match(listed.json, [{ url: 'https://receiver.example.cn/receipts', state: 'active', owed: 0 }])
  t.notMatch(listed.stdout, hidden)
  const { id } = listed.json[0]
  t.strictSame((await run('webhook', 'list', 'hotline-12338', '--json')).json, [])

  t.equal((await run('webhook', 'pause', id)).code, 0)
  t.match((await run('webhook', 'list')).stdout, /已暂停/)
  t.match(await run('webhook', 'retry', id), { code: 1, stderr: /webhook resume/ })
  t.equal((await run('webhook', 'resume', id)).code, 0)
  await sql`INSERT INTO webhook.delivery (webhook_id, subject, change, changed_at, owed_since, next_try_at, reason, tries, dead_at)
    VALUES (${id}, 1, 1, now(), now(), now(), 'status-500', 78, now())`.execute(db)
  const withLetters = await run('webhook', 'list', '--json')
  t.equal(withLetters.code, 1, 'a dead letter is a finding')
  t.match(withLetters.json, [{ deadLetters: 1, letters: [{ reason: 'status-500', tries: 78 }] }])
  t.match(await run('webhook', 'retry', id), { code: 0, stdout: /未送达的 1 条/ })
  t.equal((await run('webhook', 'remove', id)).code, 0)
  t.strictSame((await sql`SELECT FROM keys.secret`.execute(db)).rows, [], 'with its secret')
  t.match(await run('webhook', 'remove', id), { code: 1, stderr: /^没有推送/ })
})

t.test('an address that messages may not go to is called wrongly', async (t) => {
  for (const [wrong, line] of [
    ['receiver', /完整网址/],
    ['http://receiver.example.cn/', /须为 https/],
    ['https://169.254.169.254/', /不能推送/],
  ] as const)
    t.match(await run('webhook', 'add', 'psb-changzhou', wrong), { code: 2, stderr: line })
  t.match(await run('webhook', 'pause', '7'), { code: 2, stderr: /webhook list/ })
  const { MASTER_KEY: _, ...keyless } = own
  t.match(await jiahe(nowhere, ['webhook', 'list'], () => {}, keyless), { code: 2, stderr: /MASTER_KEY/ })
})
