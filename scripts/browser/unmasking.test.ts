/** Whoever looks at a person in full leaves a line that the auditor reads on her own screen. */
import { alertAbout } from '@jiahe/testing/alerts.ts'
import { sender } from '@jiahe/testing/client.ts'
import t from 'tap'
import { calm, openOffice, shows } from './people.ts'

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

t.test('nothing went wrong on the way', async (t) => calm(t, { mediator, auditor }))
