/** The figures on the screen are those of the API, on any day of the past; the map leads down, a number to what it counts,
 *  and what is taken away is what was seen. */
import { buffer } from 'node:stream/consumers'
import excel from 'exceljs'
import t from 'tap'
import { calm, openOffice, shows } from './people.ts'

const office = await openOffice(t, { DEMO: 'small' })
const city = await office.person('city')
const { page } = city
const at = (path: string) => page.goto(new URL(path, office.jiahe.consoleUrl).href)

/** What the API answers to the person at this browser. */
// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the test is about
const api = (path: string): Promise<any> => page.evaluate(async (path) => (await fetch(path)).json(), path)

const daysAfter = (day: string, n: number) =>
  new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10)
const seenDay = async () => (await page.locator('.player output').innerText()).slice(0, 10)
/** Once the screen shows one day only. */
async function figuresShown(): Promise<Record<string, number>> {
  const boxes = await page.locator('.day-figures > div').all()
  const figures = boxes.map(async (box) => [
    await box.getAttribute('data-measure'),
    Number(await box.locator('b').innerText()),
  ])
  return Object.fromEntries(await Promise.all(figures))
}
async function figuresOf(day: string): Promise<Record<string, number>> {
  const { disposals, ...counts } = (await api(`/v1/board?asOf=${day}`)).totals
  return counts
}

t.test(
  'the slider goes to a day of the past, plays on, and each day has the figures of that day',
  async (t) => {
    await at('/history')
    await page.locator('.day-figures').waitFor()
    const today = await seenDay()
    const handle = page.getByRole('slider', { name: '日期' })
    await handle.focus()
    for (let n = 0; n < 45; n++) await page.keyboard.press('ArrowLeft')
    const day = await seenDay()
    t.equal((Date.parse(today) - Date.parse(day)) / 86_400_000, 45)
    const then = await figuresOf(day)
    t.ok(then.alerts! > 0)
    t.strictSame(await figuresShown(), then)
    t.notSame(then, await figuresOf(today))

    await page.getByText('快', { exact: true }).click()
    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes('/v1/board')) asked++
    })
    await page.getByRole('button', { name: '播放' }).click()
    const tenOn = Array.from({ length: 30 }, (_, n) => daysAfter(day, n + 10)).join('|')
    await page
      .locator('.player output')
      .filter({ hasText: new RegExp(tenOn) })
      .waitFor()
    t.equal(asked, 0, 'playing asks for nothing')
    await page.getByRole('button', { name: '暂停' }).click()
    const later = await seenDay()
    t.ok(later > day)
    t.strictSame(await figuresShown(), await figuresOf(later))
    const rows = await tableOf('.wide table')
    const board = await api(`/v1/board?by=region&level=district&asOf=${later}`)
    const alerts = new Map(rows.map((row) => [row[0], Number(row[1])]))
    for (const row of board.rows)
      t.equal(alerts.get(row.region === null ? '区划不明' : await nameOf(row.region)), row.alerts, row.region)
  },
)

const names = new Map<string, string>()
async function nameOf(code: string): Promise<string> {
  if (names.size === 0)
    for (const [key, name] of Object.entries(await api('/regions/32.json'))) names.set(key, String(name))
  return names.get(code) ?? code
}

/** Every row of a table as the words of its cells, without those that paper does not show. */
async function tableOf(selector: string): Promise<string[][]> {
  await page.locator(selector).waitFor()
  return page.evaluate<string[][]>(`[...document.querySelector('${selector}').rows].map((row) =>
    [...row.cells].filter((cell) => !cell.matches('.bar-cell, .no-print')).map((cell) => cell.innerText.trim()))`)
}

t.test(
  'a district pressed on the map is gone down to, and a number leads to as many as it says',
  async (t) => {
    await at('/board')
    const name = page.locator('.chart svg text').filter({ hasText: '溧阳市' }).first()
    await name.waitFor()
    const box = (await name.boundingBox())!
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2 + 20)
    await page.waitForURL(/region=320481/)
    await shows(page, page.locator('.region-path b', { hasText: '溧阳市' }))
    const board = await api('/v1/board?region=320481')
    const total = page.getByRole('table', { name: '动态数据库' }).locator('tfoot a').first()
    await page
      .locator('tfoot a')
      .filter({ hasText: new RegExp(`^${board.totals.alerts}$`) })
      .first()
      .waitFor()
    await total.click()
    await page.waitForURL(/\/board\/items/)
    await page.getByText(`共 ${board.totals.alerts} 条`).waitFor()
    const [, ...lines] = await tableOf('.table')
    t.equal(lines.length, Math.min(50, board.totals.alerts))
    t.ok(lines.every(([, region]) => region!.includes('溧阳市')))
    await page.getByRole('button', { name: '事件' }).first().click()
    await page.getByText('收到警情').first().waitFor()
  },
)

t.test('the workbook that is taken away has the rows, order and numbers of the table', async (t) => {
  for (const path of [
    '/board?by=region,grade&group=intake&measure=reports',
    '/board?view=cross&measure=cases',
  ]) {
    await at(path)
    const seen = await tableOf('.wide table')
    t.ok(seen.length > 4)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出表格' }).click(),
    ])
    const book = new excel.Workbook()
    await book.xlsx.load((await buffer(await download.createReadStream())) as never)
    const sheet = book.worksheets[0]!
    t.match(sheet.getCell('A3').text, /^数据截至 .+；导出人 city（常州市妇联）/)
    const taken: unknown[][] = []
    sheet.eachRow((row, n) => {
      if (n > 3) taken.push((row.values as unknown[]).slice(1))
    })
    t.strictSame(
      taken.map((row) => row.map(String)),
      seen,
    )
    t.ok(
      taken.slice(1).every((row) => typeof row.at(-1) === 'number'),
      'numbers are numbers',
    )
  }
})

t.test('on paper an order is a form on A4 and nothing besides', async (t) => {
  const { items } = await api('/v1/work-orders?limit=1')
  await at(`/orders/${items[0].id}`)
  await page.getByRole('button', { name: '打印工单' }).waitFor()
  await page.emulateMedia({ media: 'print' })
  t.ok(await page.getByText('婚姻家庭纠纷预警化解工单').isVisible())
  for (const hidden of ['nav', '.commands', '.desk-list', '.history'])
    t.notOk(await page.locator(hidden).first().isVisible(), hidden)
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  t.match(pdf, /\/MediaBox \[0 0 59[45]\.?\d* 84[12]\.?\d*\]/)
  await page.emulateMedia({ media: null })
})

t.test('nothing went wrong unseen', async (t) => calm(t, { city }))
