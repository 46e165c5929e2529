/** The dispatcher at her desk: what nobody could route is sent where the address says, a new case appears beside it, and
 *  the late ones are pushed on together, each for itself. Then the rule by which she is told of danger: a risk model is
 *  published, tried and activated. */
import { readFileSync } from 'node:fs'
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { sender } from '@jiahe/testing/client.ts'
import t from 'tap'
import { calm, cutOff, openOffice, phone } from './people.ts'

/** How often it is refused before it is right. */
const TIMES = 15

const office = await openOffice(t, { DEMO: 'small' })
const police = sender(office.jiahe)
const city = await office.person('city')
const { page } = city
const desk = (view: string) => page.goto(`${office.jiahe.consoleUrl}/dispatch?view=${view}`)
const rows = page.locator('tbody tr')
/** Ids of the orders in the list. */
async function shown(which = ''): Promise<string[]> {
  const links = await page.locator(`tbody${which} a.row-link`).all()
  const to = await Promise.all(links.map((link) => link.getAttribute('href')))
  return to.map((href) => href!.split(/[/?]/)[2]!)
}

t.test('an order without a place is sent where its address says', async (t) => {
  await desk('unroutable')
  await page.getByRole('region', { name: '新近评估' }).getByRole('listitem').first().waitFor()
  // The list comes by an answer of its own.
  await page.locator('tbody a.row-link, .desk-list .blank').first().waitFor()
  const before = await shown()
  const address = '常州市天宁区红梅街道某小区 3 幢'
  const alert = alertAbout(901, 'DESK-1', { regionCode: '990000000', address })
  t.equal((await police('POST /v1/police-alerts', alert)).status, 202)
  await rows.nth(before.length).waitFor()
  const id = (await shown()).find((one) => !before.includes(one))!
  await page.locator(`tbody a[href*='${id}']`).click()
  await page.getByText('建议派给天宁区红梅街道妇联：地址中写明').waitFor()
  await page.getByRole('button', { name: '派单', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByText('红梅街道').first().waitFor()
  await form.getByRole('button', { name: '提交' }).click()
  await page.getByRole('status').filter({ hasText: '已派单' }).waitFor()
  await page.getByText('待签收').first().waitFor()
  t.strictSame(await cutOff(page), [])
})

t.test('late orders are pushed on together, and each of them says so', async (t) => {
  await desk('late')
  await page.getByRole('checkbox', { name: /^选择/ }).first().waitFor()
  for (const n of [0, 1]) await page.getByRole('checkbox', { name: /^选择/ }).nth(n).check()
  const ids = await shown(' tr:has(input:checked)')
  t.equal(ids.length, 2)
  await page.getByText('已选 2 件').waitFor()
  await page.getByRole('button', { name: '批量督办' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('radio').first().check()
  await form.getByLabel('督办意见').fill('请今日内办理并报告进展。')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '批量督办' }).click()
  t.equal(
    await form.getByLabel('督办意见').inputValue(),
    '请今日内办理并报告进展。',
    'what was typed is kept',
  )
  await form.locator('.ant-drawer-footer').getByRole('button', { name: '批量督办' }).click()
  await form.getByText('已督办 2 件').waitFor()
  await form.getByRole('button', { name: '关闭' }).last().click()
  for (const id of ids) {
    await page.goto(`${office.jiahe.consoleUrl}/dispatch/${id}?view=late`)
    await page.getByText('请今日内办理并报告进展。').first().waitFor()
  }
})

t.test('the supervision list says why, and all of it fits a phone', async (t) => {
  await desk('supervision')
  await rows.first().waitFor()
  const district = await office.person('district-320402', phone)
  for (const view of ['unroutable', 'late', 'supervision']) {
    await district.page.goto(`${office.jiahe.consoleUrl}/dispatch?view=${view}`)
    await district.page.getByRole('heading', { level: 1, name: '派单台' }).waitFor()
    await district.page.locator('.skeleton').first().waitFor({ state: 'hidden' })
    t.strictSame(await cutOff(district.page), [], view)
  }
  calm(t, { city, district })
})

t.test('a risk model is published from a file, tried on the history, and planned', async (t) => {
  const { page, troubles } = await office.person('city')
  await page.goto(`${office.jiahe.consoleUrl}/policies`)
  const models = page.getByRole('table', { name: '分级模型' })
  const downloading = page.waitForEvent('download')
  await models
    .getByRole('row', { name: /家庭暴力模型第 1 版/ })
    .getByRole('button', { name: '下载底稿' })
    .click()
  const download = await downloading
  t.equal(download.suggestedFilename(), 'violence-2.json')
  const draft = JSON.parse(readFileSync(await download.path(), 'utf8'))
  const form = page.getByRole('dialog')
  const choose = (document: object) =>
    form.getByLabel('选择文件').setInputFiles({
      ...{ name: '新版.json', mimeType: 'application/json' },
      buffer: Buffer.from(JSON.stringify(document)),
    })

  await page.getByRole('button', { name: '发布新版本' }).click()
  const lacking = { ...draft, factors: draft.factors.filter(({ id }: { id: string }) => id !== 'F01') }
  // A button is called by its name again each time, also for who only hears it.
  for (let n = 0; n < TIMES; n++) {
    await choose(lacking)
    await form.getByRole('button', { name: '发布', exact: true }).click()
    await form.getByText('因素 F01（扼颈窒息）：不能缺少').waitFor()
  }
  await form.getByText('新版.json').waitFor()
  t.ok(
    troubles.every((one) => one.includes('400')),
    'what was refused on purpose, and nothing else',
  )
  troubles.length = 0
  await choose(draft)
  await form.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByText('家庭暴力模型第 2 版已发布').waitFor()

  const second = models.getByRole('row', { name: /家庭暴力模型第 2 版/ })
  await second.getByRole('button', { name: '启用' }).click()
  await form.getByText('此版本还没有试算').waitFor()
  await form.getByRole('button', { name: '先试算' }).click()
  await page.getByRole('heading', { name: '家庭暴力模型第 2 版：试算结果' }).waitFor()
  await second.getByRole('button', { name: '启用' }).click()
  await form.getByText(/个个案：0 个将评得更高，0 个将评得更低/).waitFor()
  await form.getByRole('radio', { name: '自指定时间起' }).check()
  await form.getByLabel('起始时间').fill('2099-01-01T08:00')
  await form.getByRole('button', { name: '启用' }).click()
  await page
    .getByText('涉暴力：现行家庭暴力模型第 1 版；2099-01-01 08:00 起改为家庭暴力模型第 2 版。')
    .waitFor()
  await second.getByText('待生效').waitFor()
  t.strictSame(await cutOff(page), [])
  calm(t, { city: { ...city, troubles } })
})
