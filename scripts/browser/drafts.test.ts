/** What is typed is never lost and what is submitted arrives once: through a closed tab, a broken connection, an answer
 *  that got lost, a session that ran out. What is kept on the device nobody else reads. */
import { alertAbout } from '@jiahe/testing/alerts.ts'
import type { Page } from '@jiahe/testing/browser.ts'
import { sender, signIn } from '@jiahe/testing/client.ts'
import { eventually } from '@jiahe/testing/jiahe.ts'
import t from 'tap'
import { calm, openOffice, shows, signInByKeyboard } from './people.ts'

const office = await openOffice(t)
const { consoleUrl, password } = office.jiahe
const police = sender(office.jiahe)
const ask = await signIn(office.jiahe, 'township-320402003')
const mediator = await office.person('township-320402003')
let { page } = mediator

const sent = await police('POST /v1/police-alerts', alertAbout(1, 'DRAFT-1'))
const order = await eventually(async () => {
  const { body } = await ask('GET /v1/work-orders')
  return body.items.find((item: { caseId: string }) => item.caseId === sent.body.caseId)
})
const place = `${consoleUrl}/orders/${order.id}`
await ask(`POST /v1/work-orders/${order.id}/accept`, {}, { 'if-match': `"${order.revision}"` })

const form = () => page.getByRole('dialog').filter({ has: page.getByLabel('情况说明') })
const note = () => form().getByLabel('情况说明')
const tray = () => page.getByRole('status', { name: '待发送' })
const offer = () => page.getByRole('list', { name: '未提交的内容' })
/** What has arrived is said until it is seen. */
const delivered = () => tray().getByRole('button', { name: '知道了' }).click()
const goOn = () => offer().getByRole('button', { name: '继续填写' }).click()
const submit = () => form().getByRole('button', { name: '提交' }).click()
const openForm = async (command: string, words: string) => {
  await page.getByRole('button', { name: command, exact: true }).first().click()
  await note().fill(words)
}
/** How often these words stand in the history of the order. */
const arrived = async (words: string): Promise<number> => {
  const { body } = await ask(`GET /v1/work-orders/${order.id}`)
  return JSON.stringify(body.history).split(words).length - 1
}
/** All that this browser keeps, as somebody who takes the disk would read it. */
const kept = (
  page: Page,
): Promise<{ readonly names: string[]; readonly text: string; readonly keysGiven: number }> =>
  page.evaluate(`new Promise((resolve) => {
    const opening = indexedDB.open('jiahe-drafts')
    opening.onsuccess = () => {
      const store = opening.result.transaction('records').objectStore('records')
      const [keys, values] = [store.getAllKeys(), store.getAll()]
      values.onsuccess = () => resolve({
        names: keys.result,
        text: values.result.map((v) => v.bytes ? new TextDecoder('latin1').decode(v.bytes) : '').join(),
        keysGiven: values.result.filter((v) => v instanceof CryptoKey && v.extractable).length,
      })
    }
  })`)

t.test(
  'what was typed is offered again after the tab was closed, and stands encrypted on the device',
  async (t) => {
    await page.goto(place)
    await shows(page, page.getByRole('button', { name: '登记首次联系' }))
    await openForm('登记首次联系', '她说暂住娘家 draft-one')
    await eventually(async () => (await kept(page)).names.length === 2)
    const { names, text, keysGiven } = await kept(page)
    t.equal(keysGiven, 0, 'the key cannot be taken out')
    t.notMatch(text + names.join(), /draft-one|娘家|登记/, 'nor can the words be read')
    await page.close()
    page = await mediator.context.newPage()
    await page.goto(consoleUrl)
    await offer().getByRole('button', { name: '去处理' }).click()
    await page.waitForURL(place)
    await goOn()
    t.equal(await note().inputValue(), '她说暂住娘家 draft-one')
  },
)

t.test(
  'submitted without a connection it waits, can be taken back, and arrives once by itself',
  async (t) => {
    await mediator.context.setOffline(true)
    await submit()
    await tray().getByText('网络恢复后自动发送').waitFor()
    await tray().getByRole('button', { name: '撤回' }).click()
    await goOn()
    t.equal(await note().inputValue(), '她说暂住娘家 draft-one', 'taken back it is a draft again')
    await submit()
    await tray().getByText('网络恢复后自动发送').waitFor()
    t.equal(await arrived('draft-one'), 0)
    await page.close()
    await mediator.context.setOffline(false)
    page = await mediator.context.newPage()
    await page.goto(place)
    await tray().getByText('已送达').waitFor()
    await delivered()
    await page.getByRole('listitem').filter({ hasText: 'draft-one' }).last().waitFor()
    t.equal(await arrived('draft-one'), 1)
    // Nothing but the key is left on the device.
    await eventually(async () => (await kept(page)).names.length === 1)
  },
)

t.test('when the answer got lost it is sent again and entered once', async (t) => {
  let tries = 0
  await page.route('**/visit', async (route) => {
    tries++
    if (tries > 1) return route.continue()
    await route.fetch()
    return route.abort('connectionreset')
  })
  await openForm('登记走访', 'draft-two')
  await submit()
  await tray().getByText('已送达').waitFor()
  await delivered()
  await page.getByRole('listitem').filter({ hasText: 'draft-two' }).last().waitFor()
  t.equal(tries, 2)
  t.equal(await arrived('draft-two'), 1)
})

t.test('when the order changed meanwhile the changes are told, and the words stay', async (t) => {
  await page.reload()
  await openForm('登记调解', 'draft-three')
  await form().getByText('择期再调').click()
  await mediator.context.setOffline(true)
  await submit()
  await tray().getByText('网络恢复后自动发送').waitFor()
  const { body: now } = await ask(`GET /v1/work-orders/${order.id}`)
  const own = { with: 'victim', means: 'phone', note: 'said by somebody else' }
  await ask(`POST /v1/work-orders/${order.id}/contact`, own, { 'if-match': `"${now.revision}"` })
  await mediator.context.setOffline(false)
  await tray().getByText('未提交').waitFor()
  t.equal(await arrived('draft-three'), 0)
  await page.reload()
  await goOn()
  await form().getByText('工单刚刚有了新变化，您的操作没有提交').waitFor()
  t.equal(await note().inputValue(), 'draft-three')
  await submit()
  await page.getByRole('listitem').filter({ hasText: 'draft-three' }).last().waitFor()
  t.equal(await arrived('draft-three'), 1)
})

t.test(
  'when the session ran out it waits for its own account, and another one sees nothing of it',
  async (t) => {
    await openForm('处置反馈', 'draft-four')
    await form().getByText('安全计划').click()
    await mediator.context.clearCookies()
    await submit()
    await signInByKeyboard(page, 'township-320402001', password)
    await page.goto(`${consoleUrl}/orders`)
    await page.getByRole('heading', { name: '工单台' }).waitFor()
    t.equal(await tray().count(), 0)
    t.notMatch(await page.content(), /draft-four|处置反馈/)
    await page.getByRole('button', { name: '退出登录' }).filter({ visible: true }).click()
    await signInByKeyboard(page, 'township-320402003', password)
    await tray().getByText('已送达').waitFor()
    t.equal(await arrived('draft-four'), 1)
  },
)

t.test('whoever signs out is asked about what is unsent, and leaves nothing on the device', async (t) => {
  await page.goto(place)
  await openForm('登记联系', 'draft-five')
  await page.keyboard.press('Escape')
  await offer().waitFor()
  await page.getByRole('button', { name: '退出登录' }).filter({ visible: true }).click()
  await page.getByRole('button', { name: '删除并退出' }).click()
  await page.getByLabel('用户名').waitFor()
  const { names } = await kept(page)
  t.strictSame(
    names.filter((name) => name.includes('draft')),
    [],
  )
  await signInByKeyboard(page, 'township-320402003', password)
  await page.goto(place)
  await page.getByRole('button', { name: '登记联系' }).waitFor()
  t.equal(await offer().count(), 0)
  t.equal(await arrived('draft-five'), 0)
})

t.test('nothing went wrong in the browser but what was broken on purpose', async (t) => {
  // 404: the other account's browser still stood at the address of an order that is not hers.
  const meant = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET|\b401\b|\b412\b|\b404\b.*work-orders/
  mediator.troubles.splice(
    0,
    Number.POSITIVE_INFINITY,
    ...mediator.troubles.filter((one) => !meant.test(one)),
  )
  calm(t, { mediator })
})
