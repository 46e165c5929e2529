import t from 'tap'
import { alert, intakeOn, intakeStore, type Store, withoutAppends } from './fixture.ts'

const kind = 'police-alerts'
const [victim, respondent] = alert().parties

async function events({ log }: Store) {
  const page = await log.readAll({ after: '', limit: 1000 })
  return page.events.map(({ id, type, stream, data }) => ({ id, type, stream, data }))
}
const person = (n: number) => ({
  role: 'victim',
  name: `王${n}`,
  phone: `1000000${String(n).padStart(4, '0')}`,
})

t.test('twenty callers with the same content at once leave one event', async (t) => {
  const store = await intakeStore(t)
  // As two processes would.
  const intakes = [intakeOn(t, store), intakeOn(t, store)]
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => intakes[i % 2]!.submit({ kind, body: alert() })),
  )
  t.equal((await events(store)).length, 1)
  t.equal(new Set(answers.map(({ eventId, caseId, position }) => `${eventId} ${caseId} ${position}`)).size, 1)
  t.equal(answers.filter(({ duplicate }) => !duplicate).length, 1)
})

t.test('sixteen new families at once are sixteen cases, and the same family is one', async (t) => {
  const store = await intakeStore(t)
  const intakes = [intakeOn(t, store), intakeOn(t, store)]
  const submit = (i: number, sourceRef: string, who: number) =>
    intakes[i % 2]!.submit({ kind, body: alert({ sourceRef, parties: [person(who), respondent] }) })
  const different = await Promise.all(Array.from({ length: 16 }, (_, i) => submit(i, `a${i}`, i)))
  t.equal(new Set(different.map(({ caseId }) => caseId)).size, 16)
  const same = await Promise.all(Array.from({ length: 16 }, (_, i) => submit(i, `b${i}`, 99)))
  t.equal(new Set(same.map(({ caseId }) => caseId)).size, 1)
  t.equal((await events(store)).length, 32)
})

t.test('other content amends, and content that was said before is said again', async (t) => {
  const store = await intakeStore(t)
  const { submit } = intakeOn(t, store)
  const first = await submit({ kind, body: alert() })
  const changed = alert({ facts: { F01: 'yes' }, regionCode: '320402004' })
  const second = await submit({ kind, body: changed })
  const third = await submit({ kind, body: alert() })
  t.match(second, { caseId: first.caseId, amended: true })
  t.match(third, { caseId: first.caseId, amended: true })
  t.match(await submit({ kind, body: alert() }), { eventId: third.eventId, duplicate: true, amended: false })
  const all = await events(store)
  t.match(all, [
    { id: first.eventId, type: 'AlertReceived' },
    {
      id: second.eventId,
      type: 'IntakeAmended',
      data: { intakeId: first.eventId, facts: { F01: 'yes' }, regionCode: '320402004', movedTo: null },
    },
    { id: third.eventId, type: 'IntakeAmended', data: { intakeId: first.eventId, movedTo: null } },
  ])
})

t.test('an amendment that names other people moves the alert to their case', async (t) => {
  const store = await intakeStore(t)
  const { submit } = intakeOn(t, store)
  const first = await submit({ kind, body: alert() })
  const moved = await submit({ kind, body: alert({ parties: [person(7), respondent] }) })
  t.match(moved, { amended: true })
  t.not(moved.caseId, first.caseId)
  t.match(await events(store), [
    { stream: `familyCase-${first.caseId}`, type: 'AlertReceived', data: { movedFrom: null } },
    {
      stream: `familyCase-${first.caseId}`,
      type: 'IntakeAmended',
      data: { intakeId: first.eventId, movedTo: moved.caseId },
    },
    {
      stream: `familyCase-${moved.caseId}`,
      id: moved.eventId,
      type: 'AlertReceived',
      data: { movedFrom: first.caseId },
    },
  ])
})

t.test(
  'the same pair is the same case whoever tells of it, and one number more makes another pair',
  async (t) => {
    const store = await intakeStore(t)
    const { submit } = intakeOn(t, store)
    const first = await submit({ kind, body: alert() })
    const swapped = [
      { ...victim, role: 'respondent' },
      { ...respondent, role: 'victim' },
    ]
    const other = await submit({ kind, body: alert({ sourceRef: 'other', parties: swapped }) })
    t.equal(other.caseId, first.caseId)
    const doubtful = { ...victim, idNumber: '999000199003072421', phone: undefined }
    const third = await submit({ kind, body: alert({ sourceRef: 'third', parties: [doubtful, respondent] }) })
    t.not(third.caseId, first.caseId, 'a wrong number matches nobody')
  },
)

t.test('what was reserved and not appended is appended by the next process with the same ids', async (t) => {
  const store = await intakeStore(t)
  const broken = intakeOn(t, { ...store, log: withoutAppends(store.log) })
  const body = alert()
  await t.rejects(broken.submit({ kind, body }), { name: 'LogUnavailable' })
  const moved = alert({ parties: [person(7), respondent] })
  await t.rejects(broken.submit({ kind, body: moved }), { name: 'LogUnavailable' })
  t.equal(await store.log.head(), '')
  const reserved = await store.db.selectFrom('intake.receipt').selectAll().executeTakeFirstOrThrow()
  t.equal(reserved.position, null)

  const next = intakeOn(t, store)
  t.equal(await next.repair(), 1)
  await next.close()
  const appended = await events(store)
  t.strictSame(
    appended.map(({ type }) => type),
    ['AlertReceived', 'IntakeAmended', 'AlertReceived'],
  )
  t.equal(appended.at(-1)?.id, reserved.event_id)
  const row = await store.db.selectFrom('intake.receipt').selectAll().executeTakeFirstOrThrow()
  t.match(row, { event_id: reserved.event_id, position: await store.log.head(), pending: null })

  const third = intakeOn(t, store)
  t.equal(await third.repair(), 0)
  t.match(await third.submit({ kind, body: moved }), { eventId: reserved.event_id, duplicate: true })
  t.equal((await events(store)).length, 3)
})

t.test('a sender who tries again repairs it as well', async (t) => {
  const store = await intakeStore(t)
  const broken = intakeOn(t, { ...store, log: withoutAppends(store.log) })
  await t.rejects(broken.submit({ kind, body: alert() }))
  const { event_id, case_id } = await store.db
    .selectFrom('intake.receipt')
    .selectAll()
    .executeTakeFirstOrThrow()
  const retried = await intakeOn(t, store).submit({ kind, body: alert() })
  t.match(retried, { eventId: event_id, caseId: case_id })
  t.match(await events(store), [{ id: event_id, stream: `familyCase-${case_id}` }])
})
