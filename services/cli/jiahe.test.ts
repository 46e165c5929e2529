/** Every command on the whole of Jiahe as `npm start` runs it, on the log that the environment names. What is changed
 *  behind a log's back is for `verify.db.test.ts`: each log is changed in its own way. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { violence1 } from '@jiahe/domain/models/violence1.ts'
import { eventually, startJiahe } from '@jiahe/testing/jiahe.ts'
import iconv from 'iconv-lite'
import pg from 'pg'
import t from 'tap'
import { jiahe } from './fixture.ts'

const running = await startJiahe(t)
const runningFile = join(running.dataDir, 'running.json')
await eventually(async () => existsSync(runningFile))
const database = new pg.Client({
  connectionString: JSON.parse(readFileSync(runningFile, 'utf8')).databaseUrl,
})
database.on('error', () => {})
await database.connect()
t.teardown(() => database.end())

const run = (...args: string[]) => jiahe(running.dataDir, args)
const folder = t.testdir()

const header = '接警编号,报警时间,区划代码,受害人姓名,受害人证件号,受害人电话,加害人姓名'
const rowOf = (n: number, time: string) =>
  `B${n},${time},320402003,王某某,999000199003072420,10000001111,"李,某${n}"`
const lines = [header, rowOf(1, '2026-05-01 02:09'), rowOf(2, '五一夜里'), rowOf(3, '2026-05-02 03:10')]
const file = join(folder, 'alerts.csv')
writeFileSync(file, iconv.encode(`${lines.join('\r\n')}\r\n`, 'gb18030'))

t.test('rejected rows are told of, written beside the file, corrected, and imported', async (t) => {
  const first = await run('import', file)
  t.equal(first.code, 1)
  t.match(first.stdout, '共 3 行：新增 2，变更 0，重复 0，未导入 1。')
  t.match(first.stdout, '第 3 行  报警时间  时间无法识别')
  const rejected = `${file}.rejected.csv`
  t.match(first.stdout, rejected)
  t.equal(iconv.decode(readFileSync(rejected), 'gb18030'), `${header}\r\n${lines[2]}\r\n`)
  t.equal(statSync(rejected).mode & 0o777, 0o600)
  for (const secret of [running.intakeKey, '王某', '10000001111'])
    t.notMatch(first.stdout + first.stderr, secret)

  const corrected = iconv.decode(readFileSync(rejected), 'gb18030').replace('五一夜里', '2026-05-01 23:00')
  writeFileSync(rejected, iconv.encode(corrected, 'gb18030'))
  const second = await run('import', rejected, '--json')
  t.equal(second.code, 0)
  t.match(second.json, { rows: 1, accepted: 1, rejected: [], rejectedFile: null })

  const again = await run('import', file, '--json')
  t.match(again.json, { rows: 3, accepted: 0, duplicates: 2, rejectedFile: rejected })
  t.equal(iconv.decode(readFileSync(`${rejected}.old`), 'gb18030'), corrected, 'a correction is not lost')
})

t.test(
  'a directory is imported, its rejected rows corrected, and the same file changes nothing',
  async (t) => {
    const directory = join(folder, 'organisations.csv')
    const header = '机构代码,机构名称,机构类型,区划代码,电话,联系人'
    const rows = ['TJ1,茶山调解室,调委会,320402003,051910000012,王小红', 'TJ2,,律师,320402,10000001111,']
    writeFileSync(directory, `${[header, ...rows].join('\n')}\n`)
    const first = await run('organisations', 'import', directory)
    t.equal(first.code, 1)
    t.match(first.stdout, '共 2 行：新增 1，变更 0，重复 0，未导入 1。')
    t.match(first.stdout, '第 3 行  机构名称  没有机构名称：填写机构名称')
    for (const secret of [running.password, '王小红', '10000001111'])
      t.notMatch(first.stdout + first.stderr, secret)
    const rejected = `${directory}.rejected.csv`
    t.equal(readFileSync(rejected, 'utf8'), `${header}\n${rows[1]}\n`)
    writeFileSync(rejected, readFileSync(rejected, 'utf8').replace('TJ2,,', 'TJ2,李律师,'))
    t.match((await run('organisations', 'import', rejected, '--json')).json, { accepted: 1, rejected: [] })
    t.match((await run('organisations', 'import', rejected, '--json')).json, { accepted: 0, duplicates: 1 })
    const may = await run('organisations', 'import', rejected, '--user', 'township-320402003')
    t.equal(may.code, 2)
    t.match(may.stderr, '您的账号没有此项权限')
  },
)

t.test('a file of another kind, or a wrong key, is called wrongly', async (t) => {
  const other = await run('import', file, '--kind', 'dispute-reports')
  t.equal(other.code, 2)
  t.match(other.stderr, /没有找到表头。应有的列：登记编号.*[^…]。\n$/)
  const key = await run('import', file, '--key', 'no-key-of-anyone')
  t.equal(key.code, 2)
  t.match(key.stderr, '接入密钥无效')
})

t.test('history shows what was recorded, the last of it, and what was known then', async (t) => {
  const alerts = await run('history', '--type', 'AlertReceived', '--json')
  const events = alerts.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.equal(events.length, 3)
  const { stream, position, revision } = events.at(-1)
  const last = await run('history', '--type', 'AlertReceived', '--limit', '1')
  t.match(
    last.stdout,
    new RegExp(`^${position}  .*  2026-05-01 23:00:00  ${stream}  ${revision}  AlertReceived  {`, 'm'),
  )
  const ofStream = await run(
    'history',
    '--stream',
    stream,
    '--limit',
    '1',
    '--type',
    'AlertReceived',
    '--json',
  )
  t.strictSame(ofStream.json, events.at(-1))
  const before = await run('history', '--as-of', '2026-05-03', '--json')
  t.equal(before.stdout, '', 'recorded later than it happened')
})

t.test('history follows until it is interrupted', async (t) => {
  const sent = join(folder, 'one.csv')
  writeFileSync(sent, `${header}\n${rowOf(9, '2026-05-09 09:09')}\n`)
  let importing: Promise<{ code: number | null }> | null = null
  const seen: string[] = []
  const followed = await jiahe(
    running.dataDir,
    ['history', '--follow', '--type', 'AlertReceived'],
    (line, interrupt) => {
      seen.push(line)
      if (seen.length === 4) importing = run('import', sent)
      if (seen.length === 5) interrupt()
    },
  )
  t.equal(followed.code, 0)
  t.match(seen[4], /2026-05-09 09:09:00 .* AlertReceived/)
  t.match(await importing, { code: 0 })
})

t.test('what-if holds a model against the whole history, and changes nothing', async (t) => {
  const { ref: _ref, ...first } = violence1
  const cutOffs = first.cutOffs.map((c) => (c.level === 'medium' ? { ...c, score: 0 } : c))
  const model = join(folder, 'model.json')
  writeFileSync(model, JSON.stringify({ ...first, version: 2, cutOffs }))
  const one = await run('what-if', model, '--json')
  t.equal(one.code, 0, one.stderr)
  t.match(one.json, { candidate: { id: 'violence', version: 2 }, unreadable: 0, changesLeftOff: 0 })
  const { cases, higher, orders } = one.json
  t.ok(cases > 0 && higher > 0 && orders.candidate > orders.inForce, JSON.stringify(orders))
  const told = await run('what-if', model)
  t.equal(told.code, 0)
  t.match(told.stdout, `${cases} 个个案：${higher} 个将评得更高，0 个将评得更低。`)
  t.match(told.stdout, /320402003 茶山街道/)
  for (const secret of ['王某', '10000001111']) t.notMatch(one.stdout + told.stdout, secret)
})

const verified = () => eventually(async () => (await run('verify', '--json')).code === 0)

t.test('verify proves what stands; rebuild equals it', async (t) => {
  await verified()
  t.match((await run('verify')).stdout, '全部核对无误')
  const rebuilt = await run('rebuild', '--json')
  t.equal(rebuilt.code, 0)
  t.ok(rebuilt.json.length >= 5)
  for (const model of rebuilt.json) t.equal(model.equal, true, model.model)
  t.match((await run('rebuild', 'orderDesk')).stdout, /^orderDesk：\d+ 个事件\n {2}\w+ {2}\d+ 行，与原有一致/)
})

t.test('a row that nobody recorded is found, and a rebuild takes it away', async (t) => {
  await database.query('DELETE FROM read.duty WHERE duty_id = (SELECT duty_id FROM read.duty LIMIT 1)')
  const found = await run('verify', '--json')
  t.equal(found.code, 1)
  t.match(found.json.findings, [
    { check: 'read-model', reason: 'differs-from-history', at: 'callbackCoverage.duty' },
  ])
  const repaired = await run('rebuild', 'callbackCoverage', '--json')
  t.equal(repaired.code, 1, 'it was not equal')
  t.match(repaired.json, [{ model: 'callbackCoverage', equal: false }])
  t.equal((await run('verify')).code, 0)
})

t.test('a new key speaks for its source, and is printed once', async (t) => {
  const { code, stdout } = await run('key', 'add', 'psb-changzhou')
  t.equal(code, 0)
  t.match(stdout, /^[0-9a-f]{64}\n$/)
  const to = ['--to', running.intakeUrl, '--key', stdout.trim()]
  t.match((await run('import', file, '--json', ...to)).json, { duplicates: 2 })
  const keys = (await run('key', 'list', '--json')).json
  t.strictSame(
    keys.map((key: { source: string }) => key.source),
    ['psb-changzhou', 'psb-changzhou'],
  )
  t.ok(keys[1].usedAt, 'and it is seen that it is used')
  t.equal((await run('key', 'remove', keys[1].id)).code, 0)
  t.equal((await run('key', 'remove', keys[1].id)).code, 1)
  t.equal((await run('key', 'list', '--json')).json.length, 1)
})

t.test('a new user signs in with the password made for her, until she is disabled', async (t) => {
  const signIn = async (password: string) => {
    const body = JSON.stringify({ username: 'li', password })
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`${running.consoleUrl}/v1/session`, { method: 'POST', headers, body })).status
  }
  const add = ['user', 'add', 'li', '--role', 'mediator', '--federation', '320402003']
  const added = await run(...add)
  t.equal(added.code, 0)
  t.equal(await signIn(added.stdout.trim()), 204)
  const twice = await run(...add)
  t.equal(twice.code, 1)
  t.equal(twice.stdout, '')
  t.equal(await signIn(added.stdout.trim()), 204, 'her password is still the one made first')
  t.equal((await run('user', 'disable', 'li')).code, 0)
  t.equal(await signIn(added.stdout.trim()), 401)
  t.equal((await run('user', 'disable', 'nobody')).code, 1)
  t.equal((await run('user', 'add', 'wu', '--role', 'mediator', '--federation', '999999999')).code, 2)
})

t.test(
  'what is exported opens in a spreadsheet, has as many rows as it says, and names nobody',
  async (t) => {
    for (const what of ['board', 'orders', 'history'])
      for (const format of ['csv', 'xlsx', 'ndjson']) {
        const file = join(folder, `${what}.${format}`)
        const done = await run('export', what, '--format', format, '--out', file, '--json')
        t.equal(done.code, 0, done.stderr)
        t.match(done.json, { file })
        const text = readFileSync(file, 'utf8')
        t.equal(statSync(file).mode & 0o777, 0o600)
        if (format === 'xlsx') t.ok(text.startsWith('PK'))
        if (format === 'csv') t.ok(text.startsWith('\uFEFF'))
        if (format === 'ndjson') t.equal(text.split('\n').filter(Boolean).length, done.json.rows)
        for (const secret of ['王某', '10000001111', '999000199003072420']) t.notMatch(text, secret)
      }
    const { rows } = (
      await run('export', 'history', '--format', 'ndjson', '--out', join(folder, 'h'), '--json')
    ).json
    const told = (await run('history', '--json')).stdout.trimEnd().split('\n').length
    t.equal(rows, told)
  },
)
