/** Whoever looks at a person in full, gives somebody an account or has a person forgotten leaves a line that the auditor,
 *  or everybody who works on the case, reads on a screen. */
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { sender } from '@jiahe/testing/client.ts'
import t from 'tap'
import { calm, openOffice, shows, signInByKeyboard } from './people.ts'

const office = await openOffice(t)
const police = sender(office.jiahe)
const mediator = await office.person('township-320402003')
const auditor = await office.person('auditor')

t.test('a name is masked until a purpose is told, and the look stands in the record', async (t) => {
  const alert = alertAbout(1, 'MASK-1')
  const victim = alert.parties[0]!
  const { caseId } = (await police('POST /v1/police-alerts', alert)).body
  const { page } = mediator
  await page.goto(`${office.jiahe.consoleUrl}/cases/${caseId}`)
  const open = page.getByRole('button', { name: '查看完整信息' }).first()
  await shows(page, open)
  t.notMatch(await page.content(), victim.idNumber!)
  t.notMatch(await page.content(), victim.phone!)
  await open.click()
  const confirm = page.getByRole('button', { name: '记录并查看' })
  t.ok(await confirm.isDisabled(), 'not without a purpose')
  await page.getByRole('group', { name: '用途' }).getByText('上门走访').click()
  await confirm.click()
  await page.getByRole('status').filter({ hasText: victim.idNumber! }).waitFor()
  await page.getByRole('button', { name: '立即隐藏' }).click()
  await page.getByText(victim.idNumber!).waitFor({ state: 'detached' })

  await auditor.page.getByRole('link', { name: '查看记录' }).first().click()
  const line = auditor.page
    .getByRole('row')
    .filter({ hasText: 'township-320402003' })
    .filter({ hasText: '上门走访' })
  await shows(auditor.page, line)
  t.equal(await line.count(), 1)
  t.notMatch(await auditor.page.content(), /王某/, 'the record names nobody')
})

t.test('a new account sets its own password first, sees its desk, and the auditor who gave it', async (t) => {
  const admin = await office.person('admin')
  const { page } = admin
  await page.getByRole('link', { name: '机构与账号' }).first().click()
  await page.getByRole('button', { name: '新建账号' }).click()
  await page.getByRole('dialog').getByLabel('用户名').fill('chashan-02')
  await page.getByRole('dialog').getByRole('combobox', { name: '所在妇联' }).fill('茶山')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '建立账号' }).click()
  const given = await page.getByRole('dialog').locator('output').textContent()
  t.match(given, /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
  await page.getByRole('button', { name: '我已记下，关闭' }).click()
  await page.getByRole('heading', { name: 'chashan-02' }).waitFor()
  t.notMatch(await page.content(), given!, 'shown once')

  const fresh = await auditor.page.context().browser()!.newContext({ locale: 'zh-CN' })
  const hers = await fresh.newPage()
  await hers.goto(office.jiahe.consoleUrl)
  await hers.getByLabel('用户名').fill('chashan-02')
  await hers.getByLabel('密码').fill(given!)
  await hers.keyboard.press('Enter')
  await hers.getByRole('heading', { name: '请设置您本人的密码' }).waitFor()
  t.equal(await hers.getByRole('navigation', { name: '主菜单' }).count(), 0, 'nothing else is there yet')
  const set = async (password: string) => {
    await hers.getByLabel('新密码', { exact: true }).fill(password)
    await hers.getByLabel('再输一遍新密码').fill(password)
    await hers.keyboard.press('Enter')
  }
  await set('1380013800')
  await hers.getByRole('alert').filter({ hasText: '太容易被猜到' }).waitFor()
  await set('plum rain on slate')
  await hers.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '工单台' }).first().click()
  await hers.getByRole('heading', { name: '工单台' }).waitFor()
  await hers.getByRole('button', { name: '退出登录' }).click()
  await signInByKeyboard(hers, 'chashan-02', 'plum rain on slate')
  await fresh.close()

  await auditor.page.goto(`${office.jiahe.consoleUrl}/audit?action=account`)
  const line = auditor.page.getByRole('row').filter({ hasText: '新建账号' }).filter({ hasText: 'chashan-02' })
  await shows(auditor.page, line)
  t.match(await line.textContent(), /admin.*调解员.*茶山街道妇联/)
  calm(t, { admin })
  await admin.context.close()
})

t.test('a person is forgotten when two agreed, and not while something is open', async (t) => {
  const open = (await police('POST /v1/police-alerts', alertAbout(2, 'ERASE-1'))).body.caseId
  const quiet = alertAbout(3, 'ERASE-2', {
    ...{ channel: 'hotline-12338', disputeType: 'divorce', facts: {}, narrative: undefined },
  })
  const parties = quiet.parties.map((party, i) => ({ ...party, role: i === 0 ? 'applicant' : 'respondent' }))
  const reported = await police('POST /v1/dispute-reports', { ...quiet, parties })
  t.equal(reported.status, 202, JSON.stringify(reported.body))
  const { caseId } = reported.body
  const officer = await office.person('district-320402')
  const { page } = officer
  const ask = async (of: string) => {
    await page.goto(`${office.jiahe.consoleUrl}/cases/${of}`)
    const button = page.getByRole('button', { name: '申请删除个人信息' }).first()
    await shows(page, button)
    await button.click()
    const form = page.getByRole('dialog')
    await form.getByText('保存期限已届满').click()
    const send = form.getByRole('button', { name: '申请删除个人信息' })
    t.ok(await send.isDisabled(), 'not before it is typed')
    await form.getByLabel('请输入“永久删除”确认').fill('永久删除')
    await send.click()
  }
  await ask(open)
  await page.getByRole('alert').filter({ hasText: '请先办结有关工单' }).waitFor()
  t.ok(
    officer.troubles.every((trouble) => /409/.test(trouble)),
    'a refusal, and nothing else',
  )
  officer.troubles.length = 0
  await ask(caseId)
  await page.getByText('已申请删除个人信息，等待市妇联另一人同意').waitFor()

  const city = await office.person('city')
  await city.page.goto(`${office.jiahe.consoleUrl}/cases/${caseId}`)
  await city.page.getByRole('button', { name: '同意删除', exact: true }).click()
  const form = city.page.getByRole('dialog')
  await form.getByText('任何人（包括系统管理员）都无法恢复').waitFor()
  await form.getByLabel('请输入“永久删除”确认').fill('永久删除')
  await form.getByRole('button', { name: '同意删除', exact: true }).click()
  await city.page.getByRole('listitem').filter({ hasText: '申请人' }).getByText('已删除').waitFor()
  calm(t, { officer, city })
  for (const one of [officer, city]) await one.context.close()
})

t.test('nothing went wrong on the way', async (t) => calm(t, { mediator, auditor }))
