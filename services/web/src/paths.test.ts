import t from 'tap'
import { paths, placeOf } from './paths.ts'

const at = (path: string) => placeOf(new URL(path, 'http://console'))

t.test('every link that is made is read back as the place it leads to', async (t) => {
  t.strictSame(at(paths.home()), { screen: 'home' })
  const filter = { state: 'closed', late: 'true' }
  t.strictSame(at(paths.orderDesk(filter)), { screen: 'orderDesk', orderId: null, filter })
  t.strictSame(at(paths.order('a b/c', filter)), { screen: 'orderDesk', orderId: 'a b/c', filter })
  t.strictSame(at(paths.caseCard('x')), { screen: 'caseCard', caseId: 'x', filter: {} })
  t.strictSame(at(paths.cases()), { screen: 'caseCard', caseId: null, filter: {} })
  t.strictSame(at(paths.callbackDesk({ case: 'x' })), { screen: 'callbackDesk', filter: { case: 'x' } })
  t.strictSame(at(paths.dynamicDatabase()), { screen: 'dynamicDatabase', items: false, filter: {} })
  t.strictSame(at(paths.boardItems({ measure: 'alerts' })), {
    ...{ screen: 'dynamicDatabase', items: true, filter: { measure: 'alerts' } },
  })
  t.strictSame(at(paths.history({ day: '2026-11-01' })), { screen: 'history', filter: { day: '2026-11-01' } })
  t.strictSame(at(paths.organisations({ kind: 'shelter' })), {
    ...{ screen: 'organisations', code: null, filter: { kind: 'shelter' } },
  })
  t.strictSame(at(paths.organisation('BH1')), { screen: 'organisations', code: 'BH1', filter: {} })
  t.strictSame(at(paths.accounts({ unused: 'true' })), {
    ...{ screen: 'accounts', id: null, filter: { unused: 'true' } },
  })
  t.strictSame(at(paths.account('x')), { screen: 'accounts', id: 'x', filter: {} })
  t.strictSame(at(paths.ownAccount()), { screen: 'ownAccount' })
  t.strictSame(at(paths.policies({ version: '2' })), { screen: 'policies', filter: { version: '2' } })
  t.strictSame(at(paths.audit({ account: 'x' })), { screen: 'audit', filter: { account: 'x' } })
  t.strictSame(at(paths.callbackCoverage()), { screen: 'callbackCoverage', filter: {} })
})

t.test('an address that leads nowhere says so', async (t) => {
  for (const path of ['/x', '/board/1', '/orders/1/2', '/coverage/1'])
    t.strictSame(at(path), { screen: 'nowhere' }, path)
})

t.test('an address that cannot be decoded is a list, not a fault', async (t) => {
  t.match(at('/orders/%E0%A4%A'), { screen: 'orderDesk', orderId: null })
})

t.test('empty conditions are left out of a link', async (t) => {
  t.equal(paths.orderDesk({ state: '', late: 'true' }), '/orders?late=true')
  t.equal(paths.orderDesk({ state: '' }), '/orders')
})
