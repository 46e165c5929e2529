/** What others do is seen without asking, and a lost connection is said, not passed over. */
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { sender } from '@jiahe/testing/client.ts'
import t from 'tap'
import { calm, openOffice } from './people.ts'

const office = await openOffice(t)
const police = sender(office.jiahe)
const mediator = await office.person('township-320402003')
const { page, context } = mediator
const row = page.getByRole('row').filter({ hasText: '待签收' })
const lost = page.getByText('与服务器的连接中断')

t.test('an order is on the desk that is looked at, long before the desk would ask again', async (t) => {
  await page.goto(`${office.jiahe.consoleUrl}/orders`)
  await page.getByText('没有').first().waitFor()
  // The desk has just asked; by itself it asks again after 20 s, and nobody reloads it.
  await page.waitForResponse((answer) => answer.url().includes('/v1/work-orders'), { timeout: 60_000 })
  t.equal((await police('POST /v1/police-alerts', alertAbout(1, 'LIVE-1'))).status, 202)
  await row.first().waitFor({ timeout: 15_000 })
  t.equal(await row.count(), 1)
})

t.test('without a connection the screen says so, and catches up when it is back', async (t) => {
  await context.setOffline(true)
  await lost.waitFor()
  t.equal((await police('POST /v1/police-alerts', alertAbout(2, 'LIVE-2'))).status, 202)
  t.equal(await row.count(), 1, 'what was there stays on the screen')
  await context.setOffline(false)
  await lost.waitFor({ state: 'hidden' })
  await row.nth(1).waitFor()
  // The browser says of itself what was lost on the way.
  for (const trouble of mediator.troubles) t.match(trouble, /ERR_INTERNET_DISCONNECTED|ERR_FAILED/)
  mediator.troubles.length = 0
})

t.test('nothing went wrong besides', async (t) => calm(t, { mediator }))
