/** The order desk in a mediator's hand: 390 px wide, with a thumb. Nothing lies outside the screen, nothing is cut off,
 *  and what she has to do first is done by tapping. */
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { sender } from '@jiahe/testing/client.ts'
import t from 'tap'
import { becomes, calm, cutOff, openOffice, phone, shows } from './people.ts'

const office = await openOffice(t)
const police = sender(office.jiahe)
const mediator = await office.person('township-320402003', phone)
const { page } = mediator
/** As wide as a fingertip: WCAG 2.2, target size. */
const FINGER_PX = 24

t.test('every screen of the mediator fits the phone', async (t) => {
  for (const family of [1, 2, 3])
    t.equal((await police('POST /v1/police-alerts', alertAbout(family, `PHONE-${family}`))).status, 202)
  await shows(page, page.getByRole('region', { name: '待签收' }).getByText('3', { exact: true }))
  for (const path of ['/', '/orders', '/callbacks', '/cases', '/board', '/coverage', '/organisations']) {
    await page.goto(office.jiahe.consoleUrl + path)
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
    await page.locator('.skeleton').first().waitFor({ state: 'hidden' })
    t.strictSame(await cutOff(page), [], path)
  }
})

t.test('what the menu does not hold comes up from it, and goes again once it was chosen', async (t) => {
  const menu = page.getByRole('navigation', { name: '主菜单' })
  const organisations = menu.getByRole('link', { name: '组织名录' })
  t.notOk(await organisations.isVisible())
  await menu.getByRole('button', { name: '更多' }).tap()
  t.strictSame(await cutOff(page), [])
  await organisations.tap()
  await page.getByRole('heading', { level: 1, name: '组织名录' }).waitFor()
  t.ok(await becomes(organisations, 'hidden'))
})

t.test('of a row of choices that is longer than the phone the chosen one is in sight', async (t) => {
  await page.goto(`${office.jiahe.consoleUrl}/cases?state=owing`)
  await page.getByText('没有依法须办的事项').waitFor()
  const box = (await page.locator('.chips label:has(input:checked)').boundingBox())!
  // To the pixel.
  t.ok(box.x >= 0 && Math.floor(box.x + box.width) <= phone.viewport.width, JSON.stringify(box))
})

t.test('whoever comes back is told what was dispatched since she last looked', async (t) => {
  const news = page.getByRole('region', { name: '上次查看以后派来' })
  t.equal(await news.count(), 0, 'at the first visit all is new')
  // As if she had last looked an hour ago.
  await page.goto(`${office.jiahe.consoleUrl}/orders`)
  await page.evaluate(`for (const name of Object.keys(localStorage)) if (name.startsWith('jiahe.looked.'))
    localStorage.setItem(name, JSON.stringify({ since: null, last: new Date(Date.now() - 3_600_000).toISOString() }))`)
  await page.goto(office.jiahe.consoleUrl)
  await news.getByText('3', { exact: true }).waitFor()
  await news.getByRole('link', { name: '上次查看以后派来' }).tap()
  await page.getByText('已显示 3 条，共 3 条').waitFor()
  t.strictSame(await cutOff(page), [])
})

t.test('an order is accepted and its first contact entered by tapping', async (t) => {
  await page.goto(`${office.jiahe.consoleUrl}/`)
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '工单台' }).tap()
  await page.getByRole('row').nth(1).tap()
  const accept = page.getByRole('button', { name: '签收', exact: true })
  await accept.waitFor()
  t.strictSame(await cutOff(page), [], 'the order')
  t.ok((await accept.boundingBox())!.height >= FINGER_PX)
  await accept.tap()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: '签收' }).tap()
  await page.getByRole('status').filter({ hasText: '已签收' }).waitFor()
  await page.getByRole('button', { name: '登记首次联系' }).tap()
  await form.getByText('短信或微信').tap()
  await form.getByLabel('情况说明').tap()
  await page.keyboard.insertText('已发短信，约明天上午通话。')
  t.strictSame(await cutOff(page), [], 'the form')
  await form.getByRole('button', { name: '提交' }).tap()
  await page.getByRole('status').filter({ hasText: '联系情况已登记' }).waitFor()
  await page.getByRole('listitem').filter({ hasText: '已发短信，约明天上午通话。' }).waitFor()
  t.strictSame(await cutOff(page), [], 'the order with its history')
})

t.test('nothing went wrong on the way', async (t) => calm(t, { mediator }))
