/** What a statistician is really answered: no count from one to four, and nothing behind a number. */
import t from 'tap'
import { consoleFixture, type Fixture, township } from './fixture.ts'

const as = 'statistician'
const get = async ({ call }: Fixture, path: string, who = as) => (await call(`GET ${path}`, { as: who })).body

t.test('few are told as few, many to the nearest five, to full roles as they are', async (t) => {
  const fixture = await consoleFixture(t)
  for (let n = 0; n < 7; n++) await fixture.family()
  await fixture.family({ regionCode: '320402004' })
  await fixture.family({ regionCode: '320402004', kind: 'report' })
  await fixture.project()
  const board = await get(fixture, '/v1/board?by=region&region=320402')
  t.match(board.rows, [
    { region: township, alerts: 5, callbacksDue: 5, reports: 0, disposals: {} },
    { region: '320402004', alerts: null, callbacksDue: null, reports: null },
  ])
  t.match(board.totals, { alerts: 10, reports: null, cases: 10, ordersLate: 0 })
  const full = await get(fixture, '/v1/board?by=region&region=320402', 'analyst')
  t.match(full.rows, [{ alerts: 7 }, { alerts: 1, reports: 1 }])
  t.strictSame(Object.keys(board.rows[0]), Object.keys(full.rows[0]), 'the shape is the same')
  t.match(await get(fixture, '/v1/coverage'), { alerts: 10, due: 10, done: 0, late: 0, missing: 0 })
  t.match(await get(fixture, '/v1/coverage?region=320402004'), { alerts: null, due: null })
  t.match((await get(fixture, '/v1/overrides')).totals, { gradings: 10, raised: 0, rate: 0 })

  const file = await get(fixture, '/v1/board/export?by=region&region=320402&format=csv')
  t.match(file, /<5/)
  for (const line of (file as string).split('\r\n').slice(-4))
    t.notMatch(line, /(^|,)"?[1-4]"?(,|$)/, 'nothing between one and four in the file')
})

t.test('nothing is behind a number', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId } = await fixture.family()
  for (const path of [
    ...['/v1/board/items?measure=alerts', '/v1/board/days?first=2026-11-20&last=2026-11-23'],
    ...['/v1/cases', `/v1/cases/${caseId}`, '/v1/history', '/v1/live', '/v1/work-orders', '/v1/callbacks'],
  ])
    t.match(await get(fixture, path), { status: 403, reason: 'not-allowed' }, path)
})
