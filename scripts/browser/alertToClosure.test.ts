/** One alert from POST to the closed order and what a court did afterwards, and one report to its answer, in three people's
 *  browsers and by the keyboard alone: each sees in her own browser what the others did. */
import { alertAbout } from '@jiahe/testing/alerts.ts'
import type { Locator } from '@jiahe/testing/browser.ts'
import { sender } from '@jiahe/testing/client.ts'
import t from 'tap'
import { becomes, calm, openOffice, type Person, shows, tabTo } from './people.ts'

const office = await openOffice(t)
const police = sender(office.jiahe)
const city = await office.person('city')
const mediator = await office.person('township-320402003')
/** Her colleague at the telephone. */
const caller = await office.person('township-320402003')
const district = await office.person('district-320402')

const card = ({ page }: Person, name: string) => page.getByRole('region', { name })
const said = ({ page }: Person, text: string | RegExp) => page.getByRole('status').filter({ hasText: text })
const history = ({ page }: Person, text: string | RegExp) =>
  page.getByRole('listitem').filter({ hasText: text }).first()

/** By Tab and Enter, to what is on the screen or will be. */
async function press({ page }: Person, thing: Locator): Promise<void> {
  await thing.waitFor()
  await tabTo(page, thing)
  await page.keyboard.press('Enter')
}

/** Opens a command's form, fills it in, sends it, and waits for what is said to be done. */
async function give(
  person: Person,
  command: string,
  done: string,
  fill: readonly (() => Promise<void>)[] = [],
): Promise<void> {
  const { page } = person
  await press(person, page.getByRole('button', { name: command, exact: true }))
  const form = page.getByRole('dialog')
  await form.waitFor()
  for (const step of fill) await step()
  await press(person, form.locator('.ant-drawer-footer').getByRole('button').first())
  await said(person, done).waitFor()
  await form.waitFor({ state: 'hidden' })
}

const type =
  ({ page }: Person, label: string, text: string) =>
  async () => {
    await tabTo(page, page.getByRole('dialog').getByLabel(label))
    await page.keyboard.type(text)
  }
/** Among radio buttons the arrow keys choose. */
const choose =
  ({ page }: Person, group: string, choice: string) =>
  async () => {
    const radios = page.getByRole('dialog').getByRole('group', { name: group })
    await tabTo(page, radios)
    const wanted = radios.getByRole('radio', { name: choice, exact: true })
    const steps = await radios.getByRole('radio').count()
    await page.keyboard.press('Space')
    for (let n = 0; n < steps && !(await wanted.isChecked()); n++) await page.keyboard.press('ArrowRight')
    if (!(await wanted.isChecked())) throw new Error(`not chosen with the arrow keys: ${group} ${choice}`)
  }

const worked = alertAbout(1, 'WALK-1')
const wish = '希望妇联帮助协商孩子的探望时间。'
const reported = alertAbout(3, 'WALK-3', {
  ...{ channel: 'web', disputeType: 'custody', facts: {}, narrative: wish },
  parties: [{ role: 'applicant', name: '王某', phone: '10000001113', sex: '2' }],
})
const placeless = alertAbout(2, 'WALK-2', { regionCode: '990000000' })

t.test('an alert becomes an order that is worked, called back and closed', async (t) => {
  t.equal((await police('POST /v1/police-alerts', worked)).status, 202)

  await t.test('the township takes it from its home screen and works it', async (t) => {
    const { page } = mediator
    await shows(page, card(mediator, '待签收'))
    await press(mediator, card(mediator, '待签收').getByRole('listitem').getByRole('link'))
    await give(mediator, '签收', '已签收')
    await give(mediator, '登记首次联系', '联系情况已登记', [
      choose(mediator, '联系方式', '当面'),
      type(mediator, '情况说明', '已当面联系本人，暂住娘家。'),
    ])
    await give(mediator, '登记走访', '走访情况已登记', [choose(mediator, '是否会同民警', '会同民警')])
    await give(mediator, '登记调解', '调解情况已登记', [choose(mediator, '调解结果', '择期再调')])
    await give(mediator, '处置反馈', '处置情况已反馈', [choose(mediator, '处置结果', '安全计划')])
    await give(mediator, '申请办结', '已申请办结')
    t.ok(await becomes(page.getByText('待办结审批')))
  })

  await t.test('her colleague calls, sees the number, and enters what was said', async (t) => {
    const { page } = caller
    await shows(page, card(caller, '待回访'))
    await press(caller, card(caller, '待回访').getByRole('listitem').getByRole('link'))
    await press(caller, page.getByRole('button', { name: '显示号码' }))
    await page.getByRole('link', { name: '10000001111' }).waitFor()
    await press(caller, page.getByRole('button', { name: '已接通本人', exact: true }))
    const stalked = page.getByRole('group', { name: '跟踪骚扰' })
    await press(caller, stalked.getByRole('button', { name: '是' }))
    await press(caller, page.getByRole('button', { name: '登记：已接通本人' }))
    await said(caller, '已登记：已接通本人').waitFor()
    t.ok(await becomes(stalked, 'hidden'), 'the form is empty again')
  })

  await t.test('the district sees what both did, and approves', async (t) => {
    await shows(district.page, card(district, '待审批的办结、延期'))
    await press(district, card(district, '待审批的办结、延期').getByRole('listitem').getByRole('link'))
    for (const did of ['已当面联系本人，暂住娘家。', '安全计划', '申请办结'])
      await history(district, did).waitFor()
    await give(district, '同意办结', '已同意办结')
    t.ok(await becomes(district.page.getByText('已办结')))
  })

  await t.test('the township sees that its order is closed, and the call on the card', async (t) => {
    const { page } = mediator
    await shows(page, page.getByText('工单已办结'))
    await press(mediator, page.getByRole('link', { name: '查看一户一档' }))
    await shows(page, history(mediator, '已接通本人'))
    t.ok(await becomes(page.getByText('已当面联系本人')))
  })
})

t.test(
  'a protection order is recorded on the card, with what it says and until when, and its breach',
  async (t) => {
    const { page } = mediator
    const measures = card(mediator, '措施')
    await give(mediator, '登记保护令', '保护令已登记', [
      async () => {
        const said = page.getByRole('dialog').getByRole('checkbox', { name: '禁止骚扰、跟踪、接触' })
        await tabTo(page, said)
        await page.keyboard.press('Space')
      },
    ])
    await measures.getByText(/还剩 18\d 天/).waitFor()
    t.ok(await measures.getByText('禁止骚扰、跟踪、接触').isVisible())
    t.notOk(await measures.getByText('责令迁出住所').isVisible(), 'only what the court said')
    await page.getByText(/保护令有效至/).waitFor()
    await give(mediator, '登记违反', '违反情况已登记')
    await measures.getByText('违反', { exact: true }).waitFor()
    await district.page.goto(page.url())
    await card(district, '措施').getByText('违反', { exact: true }).waitFor()
    t.ok(await becomes(district.page.getByText('违反人身安全保护令')), 'and in its history')
  },
)

t.test('a report is taken up and answered by the office that it lies with', async (t) => {
  t.equal((await police('POST /v1/dispute-reports', reported)).status, 202)
  const { page } = caller
  await page.goto(office.jiahe.consoleUrl)
  const waiting = card(caller, '待答复是否受理')
  await shows(page, waiting)
  await press(caller, waiting.getByRole('listitem').getByRole('link'))
  await page.getByText(wish).waitFor()
  await give(caller, '受理', '已登记受理')
  await give(caller, '答复办理结果', '答复完毕', [
    choose(caller, '办理结果', '调解成功'),
    type(caller, '答复内容（可不填）', '双方约定每周六探望，已电话答复本人。'),
  ])
  await history(caller, '双方约定每周六探望').waitFor()
  t.ok(await becomes(page.getByText('已答复完毕')))
  await district.page.goto(`${office.jiahe.consoleUrl}/answers?state=concluded`)
  await shows(district.page, district.page.getByRole('row').filter({ hasText: '子女抚养' }))
})

t.test('an alert without a usable place waits for the city, which dispatches it by hand', async (t) => {
  t.equal((await police('POST /v1/police-alerts', placeless)).status, 202)
  const waiting = card(city, '待派单（区划不明）')
  await shows(city.page, waiting)
  await waiting.getByRole('listitem').first().waitFor()
  t.equal(await waiting.getByRole('listitem').count(), 1)
  await press(city, waiting.getByRole('listitem').getByRole('link'))
  await give(city, '派单', '已派单', [
    async () => {
      await tabTo(city.page, city.page.getByRole('dialog').getByRole('combobox'))
      await city.page.keyboard.type('茶山')
      await city.page.keyboard.press('Enter')
    },
    type(city, '情况说明', '报警人补充：事发在茶山街道。'),
  ])
  await city.page.getByRole('definition').filter({ hasText: '茶山街道妇联' }).waitFor()
  await mediator.page.goto(office.jiahe.consoleUrl)
  await shows(mediator.page, card(mediator, '待签收'))
})

t.test('nothing went wrong on the way', async (t) => calm(t, { city, mediator, caller, district }))
