import type { roles } from '@jiahe/service-kit/accounts.ts'
import t from 'tap'
import { type Action, authorise } from './authorise.ts'

const order = { federations: ['320402003', '320402', null] }

t.test('a federation has what lies with it or below it, and nothing beside it', async (t) => {
  const sees = (role: (typeof roles)[number], federation: string) =>
    authorise({ role, federation }, 'see-orders', order)
  t.equal(sees('mediator', '320402003'), null)
  t.equal(sees('mediator', '320402004'), 'outside-region')
  t.equal(sees('district-officer', '320402'), null)
  t.equal(sees('district-officer', '320404'), 'outside-region')
  t.equal(sees('dispatcher', '3204'), null)
  t.equal(sees('dispatcher', '3205'), 'outside-region')
  t.equal(sees('analyst', '3204'), 'not-allowed')
})

t.test('a full number is for the very federation, not for those above', async (t) => {
  const contact = { federations: ['320402003'] }
  t.equal(authorise({ role: 'mediator', federation: '320402003' }, 'see-contacts', contact), null)
  t.equal(authorise({ role: 'dispatcher', federation: '3204' }, 'see-contacts', contact), 'outside-region')
})

t.test('what lies with nobody is nobody’s', async (t) => {
  const dispatcher = { role: 'dispatcher', federation: '3204' } as const
  t.equal(authorise(dispatcher, 'see-cases', { federations: [null] }), 'outside-region')
})

t.test('auditors and administrators have no power over cases', async (t) => {
  const actions: Action[] = [
    'see-board',
    'see-orders',
    'work-orders',
    'see-cases',
    'see-history',
    'see-models',
  ]
  for (const role of ['auditor', 'administrator'] as const)
    for (const action of actions)
      t.equal(authorise({ role, federation: '3204' }, action, null), 'not-allowed')
})
