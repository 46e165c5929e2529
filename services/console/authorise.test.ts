import type { roles } from '@jiahe/service-kit/accounts.ts'
import t from 'tap'
import { type Action, authorise } from './authorise.ts'

const id = '7d9f0c8e-51c1-4b0e-9a53-1f8b6f0f2a11'
const order = { federations: ['320402003', '320402', null] }

t.test('a federation has what lies with it or below it, and nothing beside it', async (t) => {
  const sees = (role: (typeof roles)[number], federation: string) =>
    authorise({ id, role, federation }, 'see-orders', order)
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
  t.equal(authorise({ id, role: 'mediator', federation: '320402003' }, 'see-contacts', contact), null)
  t.equal(
    authorise({ id, role: 'dispatcher', federation: '3204' }, 'see-contacts', contact),
    'outside-region',
  )
})

t.test('what is sealed is there for the named and for nobody else, whatever their role', async (t) => {
  const sealed = { ...order, sealedFor: [id] }
  const mediator = { id, role: 'mediator', federation: '320402003' } as const
  t.equal(authorise(mediator, 'see-orders', sealed), null)
  const other = { id: '7d9f0c8e-51c1-4b0e-9a53-1f8b6f0f2a12' }
  t.equal(authorise({ ...mediator, ...other }, 'see-orders', sealed), 'sealed')
  t.equal(authorise({ ...other, role: 'dispatcher', federation: '3204' }, 'see-orders', sealed), 'sealed')
  t.equal(authorise({ ...mediator, federation: '320404001' }, 'see-orders', sealed), 'outside-region')
})

t.test('what lies with nobody is nobody’s', async (t) => {
  const dispatcher = { id, role: 'dispatcher', federation: '3204' } as const
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
      t.equal(authorise({ id, role, federation: '3204' }, action, null), 'not-allowed')
})
