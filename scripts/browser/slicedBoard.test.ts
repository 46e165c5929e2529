/** 动态数据库: what stands on the screen is what the API counts, cell by cell, however it is sliced; and the way from the
 *  city down to the list of orders never loses the region. */
import { type Ask, signIn } from '@jiahe/testing/client.ts'
import t from 'tap'
import { calm, openOffice, shows } from './people.ts'

const office = await openOffice(t, { DEMO: 'small' })
const city = await office.person('city')
const { page } = city
const ask: Ask = await signIn(office.jiahe, 'city')

type Row = Readonly<Record<string, string | number | null>>
const measures = [
  ...['alerts', 'reports', 'cases'],
  ...['ordersDispatched', 'ordersAccepted', 'ordersReturned', 'ordersLate', 'ordersClosed', 'tracked'],
  ...['callbacksDue', 'callbacksLate', 'callbacksDone', 'callbacksUnreachable'],
]
/** Each row of the table: how many cells say which row it is, then the numbers. */
const shownRows = async (dimensions: number): Promise<string[][]> => {
  const rows = await page.getByRole('table').getByRole('row').all()
  const cells = await Promise.all(rows.slice(1).map((row) => row.getByRole('cell').allInnerTexts()))
  // Between the two stands the bar.
  return cells.map((row) => [
    ...row.slice(0, dimensions),
    ...row.slice(dimensions + 1, dimensions + 1 + measures.length),
  ])
}
const numbersOf = (row: Row) => measures.map((measure) => String(row[measure]))
const sorted = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join(' ')).sort()

const levels: Readonly<Record<string, string>> = {
  ...{ extreme: '极高', high: '高', medium: '中', low: '低', ungraded: '未分级' },
}
/** The made-up city lives its last half year before today. */
const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
const slices = [
  { name: 'grades of the city', by: 'grade', filter: '', label: (row: Row) => [levels[String(row.grade)]!] },
  {
    name: 'grades by day in one district',
    ...{ by: 'grade,day', filter: '&region=320402' },
    label: (row: Row) => [levels[String(row.grade)]!, String(row.day)],
  },
  {
    name: 'days of a month',
    ...{ by: 'day', filter: `&from=${dayBefore(60)}&to=${dayBefore(30)}` },
    label: (row: Row) => [String(row.day)],
  },
]
for (const { name, by, filter, label } of slices)
  t.test(`the screen shows what the API counts: ${name}`, async (t) => {
    const { body } = await ask(`GET /v1/board?by=${by}${filter}`)
    t.ok(body.rows.length > 1, 'there is something to compare')
    await page.goto(`${office.jiahe.consoleUrl}/board?by=${by}${filter}&group=all`)
    await shows(page, page.getByRole('cell', { name: '合计' }))
    const [totals, ...rows] = (await shownRows(by.split(',').length)).reverse()
    t.strictSame(sorted(rows), sorted(body.rows.map((row: Row) => [...label(row), ...numbersOf(row)])))
    t.strictSame(totals!.slice(by.split(',').length), numbersOf(body.totals))
  })

t.test('on paper the map and the chart are whole, within their boxes', async (t) => {
  await page.goto(`${office.jiahe.consoleUrl}/board`)
  const drawings = page.locator('.chart svg')
  await drawings.nth(1).waitFor()
  await page.emulateMedia({ media: 'print' })
  for (const n of [0, 1]) {
    const [drawn, box] = [
      await drawings.nth(n).boundingBox(),
      await page.locator('.chart-card').nth(n).boundingBox(),
    ]
    t.ok(drawn!.height > 100, 'it has not collapsed')
    t.ok(drawn!.x + drawn!.width <= box!.x + box!.width && drawn!.y + drawn!.height <= box!.y + box!.height)
    t.match(await drawings.nth(n).getAttribute('viewBox'), /^0 0 \d+ \d+$/, 'and shrinks as a whole')
  }
  await page.emulateMedia({ media: 'screen' })
})

t.test('from the city through district and township to the list of its orders', async (t) => {
  const { body: districts } = await ask('GET /v1/board?by=region')
  const most = (rows: readonly Row[], counted: (code: string) => boolean) =>
    [...rows]
      .filter(({ region }) => region && counted(String(region)))
      .sort((a, b) => Number(b.ordersDispatched) - Number(a.ordersDispatched))[0]!
  const district = most(districts.rows, (code) => code.length === 6)
  await page.goto(`${office.jiahe.consoleUrl}/board`)
  await page.locator(`a[href="/board?region=${district.region}"]`).first().click()
  await page.getByRole('navigation', { name: '区划' }).locator('b').waitFor()
  const { body: townships } = await ask(`GET /v1/board?by=region&region=${district.region}`)
  const township = most(townships.rows, (code) => code.length === 9)
  await page.locator(`a[href="/orders?region=${township.region}"]`).first().click()
  const { body: list } = await ask(`GET /v1/work-orders?q=${township.region}&limit=50`)
  await page.getByText(`已显示 ${list.items.length} 条，共 ${list.total} 条`).waitFor()
  t.equal(await page.getByRole('row').count(), list.items.length + 1)
})

t.test('nothing went wrong on the way', async (t) => calm(t, { city }))
