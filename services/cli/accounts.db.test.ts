import { COMMAND_LINE } from '@jiahe/domain/commandLine.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { indexKeys } from '@jiahe/privacy/blindIndex.ts'
import { openKeyring } from '@jiahe/privacy/keyring.ts'
import { localKeys } from '@jiahe/privacy/localKeys.ts'
import { migrateVault, type VaultDb } from '@jiahe/privacy/schema.ts'
import { type AccessDb, migrateAccessLog } from '@jiahe/service-kit/accessTable.ts'
import { type AccountTables, migrateAccounts } from '@jiahe/service-kit/accounts.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { migrateWork } from '@jiahe/service-kit/workTable.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { sql } from 'kysely'
import t from 'tap'
import { jiahe } from './fixture.ts'

const url = await testDatabase(t)
const db = openDatabase<AccountTables>(url, 2)
t.teardown(() => db.destroy())
await migrateEventLog(url)
await migrateVault(db as unknown as VaultDb)
await migrateWork(db)
await migrateAccounts(db)
await migrateAccessLog(db as unknown as AccessDb)
const masterKey = Buffer.alloc(32, 7).toString('base64')
const own = { DATABASE_URL: url, MASTER_KEY: masterKey }
const nowhere = t.testdir()
const idNumber = '999000199003072420'
const run = (args: readonly string[], input = '', env: Readonly<Record<string, string>> = own) =>
  jiahe(nowhere, args, () => {}, env, input)
const hashKept = async () =>
  (
    await db
      .selectFrom('account.account')
      .select('number_hash')
      .where('username', '=', 'zhang')
      .executeTakeFirstOrThrow()
  ).number_hash

t.test(
  'a member of staff’s own number is kept as the keyed hash by which cases know her, and never told',
  async (t) => {
    t.equal((await run(['user', 'add', 'zhang', '--role', 'mediator', '--federation', '320402003'])).code, 0)
    t.equal(await hashKept(), null)
    const said = await run(['user', 'number', 'zhang'], `${idNumber}\n`)
    t.equal(said.code, 0, said.stderr)
    t.match(said.stdout, /^zhang 从此看不到本人为当事人的个案/)
    t.notMatch(said.stdout + said.stderr, idNumber)
    const keyring = await openKeyring(
      db as unknown as VaultDb,
      localKeys(() => masterKey),
    )
    const { number } = indexKeys(keyring.indexKey, { idNumber, side: 'respondent' })
    t.equal((await hashKept())?.toString('hex'), number)
    const { rows } = await sql<{ account_id: string; reason: string }>`
      SELECT account_id, reason FROM account.access_log ORDER BY id`.execute(db)
    t.strictSame(
      rows.map(({ account_id, reason }) => [account_id, reason]),
      [
        [COMMAND_LINE, 'account-added'],
        [COMMAND_LINE, 'own-number-set'],
      ],
      'the auditor sees what was done from here',
    )
  },
)

t.test('a number that is none, an account that is none and another master key change nothing', async (t) => {
  const before = await hashKept()
  for (const wrong of ['', '999000199003072421', 'zhang', '9990001990030724'])
    t.match(await run(['user', 'number', 'zhang'], wrong), {
      code: 2,
      stderr: /^证件号码有误，请从标准输入给出/,
    })
  t.match(await run(['user', 'number', 'li'], idNumber), { code: 1, stderr: /^没有用户 li\n$/ })
  const another = { ...own, MASTER_KEY: Buffer.alloc(32, 8).toString('base64') }
  t.match(await run(['user', 'number', 'zhang'], idNumber, another), {
    code: 2,
    stderr: /^MASTER_KEY is wrong/,
  })
  const { MASTER_KEY: _, ...keyless } = own
  t.match(await run(['user', 'number', 'zhang'], idNumber, keyless), {
    code: 2,
    stderr: /^MASTER_KEY is missing/,
  })
  t.strictSame(await hashKept(), before)
})
