/**
 * The main job on real input, on everything as `npm start` runs it: a bureau's file of 600 alerts about 485
 * pairs of people, counted here straight from the file, and one alert followed from the sender to its closing.
 */
import { readFileSync } from 'node:fs'
import { jiahe as command } from '@jiahe/cli/fixture.ts'
import { type Ask, allOf, sender, signIn } from '@jiahe/testing/client.ts'
import { eventually, startJiahe } from '@jiahe/testing/jiahe.ts'
import type { LogSettings } from '@jiahe/testing/logs.ts'
import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import type { Test } from 'tap'

const file = readFileSync('services/intake/fixtures/police-alerts-sample.gb18030.csv')
const rows: Record<string, string>[] = parse(iconv.decode(file, 'gb18030'), { columns: true })
/** How many rows of the file there are by what `keyOf` says. */
function counted(keyOf: (row: Record<string, string>) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const row of rows) counts[keyOf(row)] = (counts[keyOf(row)] ?? 0) + 1
  return counts
}
async function board(ask: Ask, by: string, measure = 'alerts', more = ''): Promise<Record<string, number>> {
  const { body } = await ask(`GET /v1/board?by=${by}${more}`)
  const shown = body.rows.filter((row: Record<string, number>) => row[measure]! > 0)
  return Object.fromEntries(shown.map((row: Record<string, string>) => [row[by] ?? 'null', row[measure]]))
}
const pairOf = (row: Record<string, string>): string => [row.受害人证件号, row.加害人证件号].sort().join()
const marital: Record<string, string> = {
  ...{ 未婚: '10', 已婚: '20', 初婚: '21', 再婚: '22', 复婚: '23', 丧偶: '30', 离婚: '40', 未说明: '90' },
  ...{ 分居: 'separated', 同居: 'cohabiting' },
}

export async function mainJob(t: Test, settings: LogSettings): Promise<void> {
  const jiahe = await startJiahe(t, settings)
  const police = sender(jiahe)
  const city = await signIn(jiahe, 'city')
  const importing = () =>
    police('POST /v1/imports?kind=police-alerts', file, { 'content-type': 'text/csv; charset=gb18030' })

  t.test('a file of 600 alerts comes in whole', async (t) => {
    t.equal(rows.length, 600)
    t.strictSame(await importing().then(({ body }) => body), {
      rows: 600,
      accepted: 600,
      amended: 0,
      duplicates: 0,
      rejected: [],
      warnings: [],
    })
  })

  t.test('every alert is graded, has a callback that is due, and every grave case its order', async (t) => {
    await eventually(async () => {
      const grades = await board(city, 'grade')
      const { body } = await city('GET /v1/coverage')
      return grades.ungraded === undefined && body.alerts === 600 && body.due === 600
    })
    await eventually(async () => {
      const grave = (await allOf(city, '/v1/cases')).filter((c) => c.level !== 'low')
      return (await city('GET /v1/work-orders')).body.total === grave.length
    })
    t.strictSame((await city('GET /v1/coverage')).body, {
      ...{ alerts: 600, done: 0, due: 600, late: 0, unreachable: 0, missing: 0 },
    })
    // A callback that is brought forward moves within the list: it is read until it lies still.
    await eventually(async () => {
      const owed = await allOf(city, '/v1/callbacks?state=due')
      return new Set(owed.map((callback) => callback.alertId)).size === 600
    })
  })

  t.test("the board's sums are those of the file", async (t) => {
    t.strictSame(
      await board(city, 'region', 'alerts', '&level=township'),
      counted((row) => row.区划代码!),
    )
    t.strictSame(
      await board(city, 'region'),
      counted((row) => row.区划代码!.slice(0, 6)),
    )
    t.strictSame(
      await board(city, 'maritalStatus'),
      counted((row) => marital[row.婚姻状况!]!),
    )
    t.strictSame(
      await board(city, 'day'),
      counted((row) => row.报警时间!.slice(0, 10)),
    )
    t.strictSame(
      await board(city, 'disputeType'),
      counted(() => 'domestic-violence'),
    )
    t.strictSame(
      await board(city, 'channel'),
      counted(() => 'police-110'),
    )
    const { totals } = (await city('GET /v1/board')).body
    t.match(totals, { alerts: 600, reports: 0, cases: new Set(rows.map(pairOf)).size, callbacksDue: 600 })
    t.equal(totals.cases, 485)
    const june = counted((row) => row.报警时间!.slice(0, 7))['2026-06']
    t.equal(
      (await city('GET /v1/board?from=2026-06-01&to=2026-06-30')).body.totals.alerts,
      june,
      'by days in Shanghai',
    )
    for (const by of [
      'region',
      'maritalStatus',
      'grade',
      'region,maritalStatus,disputeType,grade,channel,day',
    ]) {
      const { body } = await city(`GET /v1/board?by=${by}`)
      const sum = body.rows.reduce((n: number, row: { alerts: number }) => n + row.alerts, 0)
      t.equal(sum, 600, `rows by ${by} add up`)
      t.strictSame(body.totals, totals, `totals by ${by} are the same`)
    }
  })

  t.test('every case of medium and above has one open order, at the federation it belongs to', async (t) => {
    const cases = await allOf(city, '/v1/cases')
    const orders = await allOf(city, '/v1/work-orders')
    t.equal(cases.length, 485)
    const grave = cases.filter((c) => c.level !== 'low')
    t.ok(grave.length > 100, 'some of them are grave')
    t.strictSame(orders.map((o) => o.caseId).sort(), grave.map((c) => c.id).sort())
    const byCase = new Map(orders.map((order) => [order.caseId, order]))
    for (const { id, regionCode, level } of grave) {
      const order = byCase.get(id)
      t.ok(['dispatched', 'unroutable'].includes(order.state))
      t.equal(order.level, level)
      const assignee = level === 'extreme' ? regionCode.slice(0, 6) : regionCode
      t.equal(
        order.assignee,
        assignee,
        `${level} goes to ${assignee.length === 6 ? 'the district' : 'the township'}`,
      )
    }
    const one = orders.find((o) => o.level === 'high')
    const township = await signIn(jiahe, `township-${one.assignee}`)
    const seen = await allOf(township, '/v1/work-orders')
    t.ok(seen.some((o) => o.id === one.id))
    t.ok(
      seen.every((o) => [o.assignee, o.assisting].includes(one.assignee)),
      'and sees nothing of others',
    )
  })

  t.test('each receipt tells what became of its alert', async (t) => {
    for (const row of rows.slice(0, 20)) {
      const { status, body } = await police(`GET /v1/receipts/psb-changzhou/${row.接警编号}`)
      t.equal(status, 200)
      t.match(body, { sourceRef: row.接警编号, grade: { model: {} }, callback: { state: 'due' } })
      t.equal(body.order === null, body.grade.level === 'low')
    }
  })

  t.test('the same file again changes nothing', async (t) => {
    const before = (await city('GET /v1/board?by=grade')).body
    const again = (await importing()).body
    t.match(again, { rows: 600, accepted: 0, amended: 0, duplicates: 600, rejected: [], warnings: [] })
    const after = (await city('GET /v1/board?by=grade')).body
    t.strictSame(after.rows, before.rows)
  })

  t.test('all that was shown is proved from the history', async (t) => {
    const proved = await command(jiahe.dataDir, ['verify', '--json'])
    t.match(proved.json, { alerts: 600, findings: [] })
    t.equal(proved.code, 0)
    const rebuilt = await command(jiahe.dataDir, ['rebuild', '--json'])
    t.ok(rebuilt.json.length >= 5)
    t.equal(rebuilt.code, 0, 'and every read model is what it was')
  })
}
