/** What police and courts did is recorded on the case over HTTP, shows on its card, and fences joint mediation. */
import t from 'tap'
import { type Answer, consoleFixture, type Fixture } from './fixture.ts'
import { adviceOn } from './refusals.ts'

const slight = { F06: 'slight', F07: 'yes', F12: 'yes' } as const
const today = '2026-11-23'
const issueLetter = { type: 'issue-letter', issuedOn: today }
const grant = {
  ...{ type: 'grant-protection', from: today, until: '2027-05-23' },
  prohibits: ['no-violence', 'no-contact'],
}

/** Records with the revision that stands. */
const recorder =
  ({ call }: Fixture, caseId: string, as = 'mediator') =>
  async (body: object): Promise<Answer> => {
    const card = await call(`GET /v1/cases/${caseId}`, { as })
    const headers = { 'if-match': card.headers.get('etag')! }
    return call(`POST /v1/cases/${caseId}/measures`, { as, body, headers })
  }

t.test('a letter, a visit, an order and a breach show on the card as they stand', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId } = await fixture.family({ facts: slight })
  const measures = async (as: string) => (await fixture.call(`GET /v1/cases/${caseId}`, { as })).body.measures
  t.match(await measures('mediator'), { owed: [{ measure: 'letter-or-education' }], letters: [] })

  const issued = await recorder(fixture, caseId)({ ...issueLetter, note: '由派出所出具。' })
  t.match(issued, {
    status: 200,
    body: { id: caseId, measures: { owed: [], letters: [{ issuedOn: today }] } },
  })
  const { letterId, followUps } = issued.body.measures.letters[0]
  t.strictSame(
    followUps.map((f: { dueAt: string }) => f.dueAt.slice(0, 10)),
    ['2026-11-30', '2026-12-23', '2027-02-21'],
  )
  fixture.clock.now = new Date('2026-12-02T01:00:00Z')
  // A session lasts for hours; whoever signs in later sees how it stands then.
  const record = recorder(fixture, caseId, 'officer')
  t.strictSame(states(await measures('officer')), ['late', 'due', 'due'])
  const visit = { type: 'follow-up-letter', letterId, visitedOn: '2026-12-02', with: ['police', 'committee'] }
  t.strictSame(states((await record(visit)).body.measures), ['done', 'done', 'due'])

  t.equal((await record({ type: 'apply-protection', appliedOn: '2026-12-01', urgent: true })).status, 200)
  const granted = await record({ ...grant, from: '2026-12-02', until: '2027-06-02' })
  t.match(granted.body.measures, {
    applications: [{ state: 'granted', decideBy: '2026-12-01T16:00:00.000Z' }],
    protectionOrders: [{ until: '2027-06-02', state: 'in-force', renewalDue: false }],
  })
  const breached = await record({
    type: 'record-breach',
    measure: 'protection-order',
    breachedOn: '2026-12-02',
  })
  t.match(breached.body.measures, {
    owed: [{ measure: 'punishment-or-case' }],
    breaches: [{ measure: 'protection-order' }],
  })
  const { body } = await fixture.call(`GET /v1/cases/${caseId}/timeline`, { as: 'officer' })
  const letter = body.items.find((step: { type: string }) => step.type === 'WarningLetterIssued')
  t.match(letter, { texts: { note: '由派出所出具。' }, data: { by: '320402003' } })
  t.notMatch(JSON.stringify(letter.data), /派出所/)
})

const states = (measures: { letters: { followUps: { state: string }[] }[] }) =>
  measures.letters[0]!.followUps.map((f) => f.state)

t.test('while a protection order is in force the two are not brought together', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId, orderId } = await fixture.family({ facts: slight })
  const does = async (command: string, body: object = {}) => {
    const { headers } = await fixture.call(`GET /v1/work-orders/${orderId}`, { as: 'mediator' })
    return fixture.call(`POST /v1/work-orders/${orderId}/${command}`, {
      ...{ as: 'mediator', body },
      headers: { 'if-match': headers.get('etag')! },
    })
  }
  const together = { joint: true, consent: true, outcome: 'adjourned' }
  t.equal((await does('accept')).status, 200)
  t.equal((await does('mediation', together)).status, 200)
  const granted = await recorder(fixture, caseId)(grant)
  t.equal(granted.status, 200)
  t.match(await does('mediation', together), {
    status: 409,
    body: { reason: 'protection-order-in-force', detail: adviceOn('protection-order-in-force') },
  })
  t.equal((await does('mediation', { ...together, joint: false })).status, 200, 'apart they may be heard')
  const order = await fixture.call(`GET /v1/work-orders/${orderId}`, { as: 'mediator' })
  t.match(order.body.protection, { from: today, until: '2027-05-23' })
  const { protectionOrderId } = granted.body.measures.protectionOrders[0]
  const revoke = { type: 'revoke-measure', measureId: protectionOrderId, reason: 'revoked-by-issuer' }
  t.equal((await recorder(fixture, caseId)(revoke)).status, 200)
  t.equal((await does('mediation', together)).status, 200)
})

t.test('every refusal says why and what to do, and leaves nothing behind', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId } = await fixture.family({ facts: slight })
  const [record, officer] = [recorder(fixture, caseId), recorder(fixture, caseId, 'officer')]
  const other = '019d3f6a-7c10-8f21-8c77-51d0a9e2b3c4'
  const refuses = async (reason: string, body: object, as = record) => {
    const answer = await as(body)
    t.match(answer, { body: { reason, detail: adviceOn(reason) } }, reason)
    t.match(answer.body.title, /[\u4e00-\u9fff]/)
    t.ok(answer.body.current.measures, 'with how it stands')
  }
  await refuses('day-ahead', { ...issueLetter, issuedOn: '2026-11-24' })
  await refuses('unknown-alert', { ...issueLetter, alertId: other })
  await refuses('unknown-measure', {
    ...{ type: 'follow-up-letter', letterId: other, visitedOn: today, with: ['police'] },
  })
  await refuses('nothing-to-breach', { type: 'record-breach', measure: 'warning-letter', breachedOn: today })
  await refuses('no-application', { type: 'refuse-protection', refusedOn: today })
  await refuses('protection-too-long', { ...grant, until: '2027-05-24' })
  await refuses('day-too-early', { ...grant, until: '2026-11-22' })
  await refuses('not-supervisor', { type: 'waive-measure', reason: 'evidence-insufficient' })
  await refuses('nothing-owed', { type: 'waive-report', reason: 'not-harmed' }, officer)
  await record({ type: 'require-report', about: 'adult-without-capacity' })
  await refuses('report-already-required', { type: 'require-report', about: 'adult-without-capacity' })
  await record({ type: 'apply-protection', appliedOn: today })
  await refuses('application-open', { type: 'apply-protection', appliedOn: today })
  const { letterId } = (await record(issueLetter)).body.measures.letters[0]
  await refuses('measure-already-recorded', issueLetter)
  await record({ type: 'revoke-measure', measureId: letterId, reason: 'recorded-in-error' })
  await refuses('measure-not-standing', {
    ...{ type: 'revoke-measure', measureId: letterId, reason: 'recorded-in-error' },
  })
  t.equal((await officer({ type: 'waive-measure', reason: 'evidence-insufficient' })).status, 200)
  await refuses('nothing-owed', { type: 'waive-measure', reason: 'other' }, officer)
})

t.test('a body that says nothing that is known is refused by its field', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId } = await fixture.family()
  const record = recorder(fixture, caseId)
  const pointers = async (body: object) => {
    const answer = await record(body)
    t.equal(answer.status, 400)
    return answer.body.errors.map((e: { pointer: string }) => e.pointer)
  }
  t.strictSame(await pointers({ type: 'arrest' }), ['/type'])
  t.strictSame(await pointers({ ...issueLetter, issuedOn: '2026-02-30' }), ['/issuedOn'])
  t.strictSame(await pointers({ ...issueLetter, by: '3204' }), ['/by'])
  t.strictSame(await pointers({ ...grant, prohibits: [] }), ['/prohibits'])
  t.strictSame(await pointers({ ...issueLetter, issuedBy: '13912345678' }), ['/issuedBy'])
})

t.test('who supervises sees where a measure is owed, and no longer once it was taken', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId, orderId } = await fixture.family({ facts: slight })
  const list = async (as: string, query = '') => {
    await fixture.project()
    return fixture.call(`GET /v1/supervision${query}`, { as })
  }
  const listed = await list('officer')
  t.match(listed.body, {
    ...{ total: 1, nextCursor: null },
    items: [
      {
        ...{ caseId, orderId, level: 'medium', regionCode: '320402003', since: '2026-11-23T13:14:00.000Z' },
        reasons: [{ reason: 'measure-owed', since: '2026-11-23T13:14:00.000Z', orderId: null }],
      },
    ],
  })
  t.equal((await list('elsewhere')).body.total, 0)
  t.equal((await list('dispatcher', '?reason=measure-owed&region=320402')).body.total, 1)
  t.equal((await list('dispatcher', '?reason=bounced')).body.total, 0)
  t.equal((await list('dispatcher', '?region=320404')).body.total, 0)
  t.match(await list('officer', '?region=320404'), { status: 403, body: { reason: 'outside-region' } })
  t.match(await list('officer', '?reason=laziness'), {
    status: 400,
    body: { errors: [{ pointer: '?reason' }] },
  })
  await recorder(fixture, caseId)({ type: 'take-measure', measure: 'criticism-education', takenOn: today })
  t.equal((await list('officer')).body.total, 0)
})

t.test(
  'who works on a case is told what the law asks for by when, and no longer once it was done',
  async (t) => {
    const fixture = await consoleFixture(t)
    const { caseId } = await fixture.family({ facts: slight })
    const record = recorder(fixture, caseId)
    const list = async (as: string, query = '') => {
      await fixture.project()
      return (await fixture.call(`GET /v1/measure-duties${query}`, { as })).body
    }
    t.match(await list('mediator'), { items: [], total: 0, nextCursor: null })
    const { body } = await record(issueLetter)
    const [first, second] = body.measures.letters[0].followUps
    const visit = { caseId, kind: 'letter-visit', level: 'medium', regionCode: '320402003' }
    t.match(await list('mediator'), {
      items: [{ ...visit, dutyId: first.dutyId, dueAt: first.dueAt, state: 'due' }],
      total: 1,
    })
    t.equal((await list('elsewhere')).total, 0)
    t.equal((await list('dispatcher', '?kind=mandatory-report')).total, 0)
    t.equal((await list('dispatcher', '?kind=letter-visit&state=late')).total, 0)
    fixture.clock.now = new Date('2026-12-02T01:00:00Z')
    t.match(await list('officer', '?state=late'), {
      items: [{ dutyId: first.dutyId, state: 'late' }],
      total: 1,
    })
    const { letterId } = body.measures.letters[0]
    const made = { type: 'follow-up-letter', letterId, visitedOn: '2026-12-02', with: ['police'] }
    const later = recorder(fixture, caseId, 'officer')
    t.equal((await later(made)).status, 200)
    t.equal((await list('officer')).total, 0, 'the visit made both that were begun, and the third is not yet')
    fixture.clock.now = new Date('2027-01-02T01:00:00Z')
    const third = await list('dispatcher')
    t.match(third, { total: 1, items: [{ ...visit, state: 'due' }] })
    t.not(third.items[0].dutyId, second.dutyId)
  },
)
