/** The reports that are owed an answer, over HTTP. */
import t from 'tap'
import { consoleFixture, district, type Fixture, township } from './fixture.ts'

const report = { kind: 'report', facts: {} } as const

async function owed({ call, project }: Fixture, as: string, query = '') {
  await project()
  return (await call(`GET /v1/answers${query}`, { as })).body
}

t.test('a report is on the answer desk of its township and of those above, and nobody else’s', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId } = await fixture.family(report)
  await fixture.family()
  for (const as of ['mediator', 'officer', 'dispatcher'])
    t.match(await owed(fixture, as), {
      total: 1,
      items: [
        {
          ...{ caseId, state: 'open', assignee: township, takeBy: '2026-12-08T13:14:00.000Z', late: false },
          ...{ regionCode: township, channel: String, disputeType: 'property', receivedAt: String },
        },
      ],
    })
  for (const as of ['neighbour', 'elsewhere']) t.match(await owed(fixture, as), { total: 0, items: [] })
  t.equal((await fixture.call('GET /v1/answers', { as: 'analyst' })).status, 403)
  t.match((await fixture.call(`GET /v1/cases/${caseId}`, { as: 'mediator' })).body, {
    answers: [{ caseId, state: 'open' }],
  })
  t.match((await fixture.call('GET /v1/cases', { as: 'mediator' })).body.total, 2)
})

t.test('taken, extended by the district, concluded; a repeat and the wrong hands are refused', async (t) => {
  const fixture = await consoleFixture(t)
  const { caseId } = await fixture.family(report)
  const [{ reportId }] = (await owed(fixture, 'mediator')).items
  let revision = (await fixture.call(`GET /v1/cases/${caseId}`, { as: 'mediator' })).body.revision
  const send = async (as: string, command: string, body: object = {}) => {
    const headers = { 'if-match': `"${revision}"` }
    const answer = await fixture.call(`POST /v1/cases/${caseId}/${command}`, {
      as,
      headers,
      body: { reportId, ...body },
    })
    if (answer.status === 200) revision = answer.body.revision
    return answer
  }
  const refused = async (status: number, reason: string, as: string, command: string, body: object = {}) =>
    t.match(await send(as, command, body), { status, body: { reason, detail: /[\u4e00-\u9fff]/ } }, reason)

  await refused(404, 'unknown-case', 'neighbour', 'take-report')
  await refused(409, 'not-taken', 'mediator', 'conclude-report', { result: 'mediated' })
  await refused(409, 'unknown-report', 'mediator', 'take-report', { reportId: caseId })
  t.match((await send('mediator', 'take-report')).body, { answers: [{ state: 'taken' }] })
  await refused(409, 'already-taken', 'mediator', 'take-report')
  t.equal((await send('mediator', 'request-answer-extension', { reason: 'party-away' })).status, 200)
  await refused(403, 'not-supervisor', 'mediator', 'approve-answer-extension')
  t.match(await owed(fixture, 'officer', '?extension=requested'), { total: 1 })
  t.match((await send('officer', 'approve-answer-extension')).body, {
    answers: [{ extension: 'approved', concludeBy: '2027-02-21T13:14:00.000Z' }],
  })
  const note = '双方已达成分割协议'
  t.match((await send('mediator', 'conclude-report', { result: 'mediated', note })).body, {
    answers: [{ state: 'concluded', answerBy: null }],
  })
  t.match(await owed(fixture, 'officer', '?extension=requested'), { total: 0 })
  await refused(409, 'answer-ended', 'mediator', 'conclude-report', { result: 'mediated' })
  t.match(await owed(fixture, 'mediator', '?state=concluded'), { total: 1 })
  t.match(await owed(fixture, 'mediator', '?state=open'), { total: 0 })
})

t.test('late is what is asked for when it is late, and paging goes through all of it once', async (t) => {
  const fixture = await consoleFixture(t)
  for (let n = 0; n < 5; n++) await fixture.family(report)
  t.match(await owed(fixture, 'officer', '?late=true'), { total: 0 })
  // By then the officer is signed out.
  fixture.clock.now = new Date('2026-12-09T00:00:00Z')
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = `?late=true&limit=2${cursor ? `&cursor=${cursor}` : ''}`
    const page = await owed(fixture, 'dispatcher', query)
    t.equal(page.total, 5)
    seen.push(...page.items.map((item: { reportId: string }) => item.reportId))
    cursor = page.nextCursor
  }
  t.equal(new Set(seen).size, 5)
  t.equal(seen.length, 5)
  t.equal((await owed(fixture, 'dispatcher', `?assignee=${district}`)).total, 0)
})
