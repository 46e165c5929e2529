/** What may not be seen is not there: to whoever it does not lie with, whoever is not named in a seal and whoever is a
 *  party herself, every command answers word for word as to an id that never was, whatever is sent along. */
import { indexKeys } from '@jiahe/privacy/blindIndex.ts'
import { giveOwnNumber } from '@jiahe/service-kit/accountActs.ts'
import t, { type Test } from 'tap'
import { type Answer, consoleFixture, district, elsewhere, type Fixture, township } from './fixture.ts'
import { type About, operationsOf } from './fixtureRoutes.ts'

const nowhere = '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69'
const own = '999000199003072420'

const told = ({ status, headers, body }: Answer): string =>
  JSON.stringify({ status, etag: headers.get('etag'), body: { ...body, instance: null } })

/** What comes along with a command, each in its own way right or wrong: the document's example where no body is said. */
const ways = (about: About): readonly (readonly [Readonly<Record<string, string>>, unknown?])[] => [
  [{}],
  [{ 'if-match': '"0"' }],
  [{ 'if-match': '"99999"', 'idempotency-key': 'a-key' }],
  [{ 'if-match': 'what it was' }],
  [{ 'if-match': '"0"', 'idempotency-key': 'k'.repeat(200) }],
  [{}, {}],
  [{ 'if-match': '"0"' }, { to: district }],
  [{ 'if-match': '"0"' }, { step: 'approve', caseId: about.caseId }],
  [{ 'if-match': '"0"' }, '{"level":'],
]

/** The family as its own mediator sees it. */
async function aboutFamily({ call, family, project }: Fixture): Promise<About> {
  const { caseId, orderId } = await family({ idNumber: own, name: '王小红' })
  await project()
  const { body } = await call(`GET /v1/cases/${caseId}`, { as: 'mediator' })
  const personId = body.people[0].personId as string
  return {
    caseId,
    orderId,
    personId,
    organisation: 'none',
    federation: township,
    region: township,
    account: 'none',
    whatIf: 'none',
  }
}

async function tellsNothing(t: Test, fixture: Fixture, about: About, who: readonly string[]): Promise<void> {
  const never = { ...about, caseId: nowhere, orderId: nowhere, personId: nowhere }
  const hidden = (await operationsOf(fixture)).filter(({ access }) =>
    ['order', 'case', 'person'].includes(access?.subject ?? ''),
  )
  t.ok(hidden.length > 45)
  for (const operation of hidden)
    for (const as of who)
      for (const i of ways(about).keys()) {
        if (operation.method === 'GET' && i > 0) continue
        const ask = async (of: About) => {
          const { line, body: example } = operation.ask(of)
          const [headers, said = example] = ways(of)[i]!
          return told(
            await fixture.call(line, { as, headers, ...(said === undefined ? {} : { body: said }) }),
          )
        }
        const [answer, other] = await Promise.all([ask(about), ask(never)])
        t.equal(answer, other, `${as}: ${operation.name}, way ${i}`)
        t.match(answer, /"status":4/)
      }
}

t.test('to whoever it does not lie with', async (t) => {
  const fixture = await consoleFixture(t)
  await tellsNothing(t, fixture, await aboutFamily(fixture), ['neighbour', 'elsewhere'])
})

t.test('to whoever a seal does not name', async (t) => {
  const fixture = await consoleFixture(t)
  const { call } = fixture
  const about = await aboutFamily(fixture)
  const named = [(await call('GET /v1/me', { as: 'mediator' })).body.id]
  const { revision } = (await call(`GET /v1/cases/${about.caseId}`, { as: 'officer' })).body
  const sealed = await call(`POST /v1/cases/${about.caseId}/seal`, {
    ...{ as: 'officer', body: { named, reason: 'staff-related' } },
    headers: { 'if-match': `"${revision}"` },
  })
  t.equal(sealed.status, 200)
  await tellsNothing(t, fixture, about, ['dispatcher'])
})

t.test('to whoever is a party to it', async (t) => {
  const fixture = await consoleFixture(t)
  const about = await aboutFamily(fixture)
  const { number } = indexKeys(fixture.api.keyring.indexKey, { idNumber: own, side: 'victim' })
  for (const username of ['mediator', 'dispatcher'])
    await giveOwnNumber(
      { db: fixture.api.accounts, by: { accountId: nowhere, refuses: () => null }, at: fixture.api.now() },
      username,
      Buffer.from(number!, 'hex'),
    )
  await tellsNothing(t, fixture, about, ['dispatcher'])
})

t.test('whoever sees an order that is another’s is told whose step it is', async (t) => {
  const { call, family } = await consoleFixture(t)
  const grave = await family({ facts: { F01: 'yes', F02: 'yes' } })
  const high = await family()
  const does = (as: string, orderId: string, command: string, body: object) =>
    call(`POST /v1/work-orders/${orderId}/${command}`, { as, body, headers: { 'if-match': '"0"' } })
  // The district's, and the township helps.
  t.match(await does('mediator', grave.orderId, 'accept', {}), {
    ...{ status: 403, body: { reason: 'not-assignee' } },
  })
  t.match(await does('mediator', high.orderId, 'transfer', { to: elsewhere }), {
    ...{ status: 403, body: { reason: 'not-supervisor' } },
  })
})

t.test(
  'whoever gave an order away is answered once more under her own key, and nobody else is',
  async (t) => {
    const { call, family } = await consoleFixture(t)
    const { orderId } = await family()
    const transfer = (as: string, key: string) =>
      call(`POST /v1/work-orders/${orderId}/transfer`, {
        ...{ as, body: { to: elsewhere } },
        headers: { 'if-match': '"0"', 'idempotency-key': key },
      })
    const accept = await call(`POST /v1/work-orders/${orderId}/return`, {
      ...{ as: 'mediator', body: { reason: 'wrong-region' } },
      headers: { 'if-match': '"0"', 'idempotency-key': 'returned' },
    })
    t.equal(accept.status, 200)
    const moved = await call(`POST /v1/work-orders/${orderId}/transfer`, {
      ...{ as: 'dispatcher', body: { to: elsewhere }, headers: { 'if-match': `"${accept.body.revision}"` } },
    })
    t.match(moved, { status: 200, body: { assignee: elsewhere } })
    t.equal((await call(`GET /v1/work-orders/${orderId}`, { as: 'mediator' })).status, 404)
    const again = await call(`POST /v1/work-orders/${orderId}/return`, {
      ...{ as: 'mediator', body: { reason: 'wrong-region' } },
      headers: { 'if-match': '"0"', 'idempotency-key': 'returned' },
    })
    t.strictSame(
      { status: again.status, body: again.body, etag: again.headers.get('etag') },
      { status: 200, body: accept.body, etag: accept.headers.get('etag') },
    )
    t.match(await transfer('colleague', 'returned'), { status: 404, body: { reason: 'unknown-order' } })
    t.match(await transfer('mediator', 'another'), { status: 404, body: { reason: 'unknown-order' } })
  },
)
