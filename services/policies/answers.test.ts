import { district, township } from '@jiahe/domain/exampleCity.ts'
import { faultsOf } from '@jiahe/domain/passedProof.ts'
import t from 'tap'
import { clock } from './clock.ts'
import { newest, scene, typesOf, worksAndCloses } from './scene.ts'

const grave = { D02: 'yes' } as const

t.test(
  'the order that came of a report answers it: accepted it is taken, closed it is concluded',
  async (t) => {
    const s = scene()
    const reportId = await s.report(grave, { channel: 'letter' })
    await s.settle()
    t.match(newest(await s.case(), 'AnswerScheduled'), { reportId, assignee: township })
    await s.does(township, { type: 'accept' })
    await s.settle()
    t.match(newest(await s.case(), 'ReportTaken'), { reportId, by: township })
    await s.does(township, { type: 'contact', with: 'applicant', means: 'phone', textId: null })
    await s.does(township, { type: 'disposal', result: 'mediated', textId: null })
    await s.does(township, { type: 'request-closure', textId: null })
    await s.does(district, { type: 'approve-closure' })
    await s.settle()
    t.match(newest(await s.case(), 'ReportConcluded'), { reportId, result: 'mediated', by: district })
  },
)

t.test('a report that comes after the acceptance is decided on by itself', async (t) => {
  const s = scene()
  await s.report(grave, { channel: 'web' })
  await s.settle()
  await s.does(township, { type: 'accept' })
  await s.settle()
  s.daysLater(1)
  const second = await s.report(grave, { channel: 'web' })
  await s.settle()
  const taken = (await s.case()).filter((e) => e.type === 'ReportTaken')
  t.equal(taken.length, 1)
  t.not(taken[0]!.data.reportId, second)
})

t.test('an order that was accepted in time is no missed answer, though the policies were away', async (t) => {
  const s = scene()
  const reportId = await s.report(grave, { channel: 'web' })
  await s.settle()
  s.daysLater(10)
  await s.does(township, { type: 'accept' })
  s.daysLater(10)
  // The clocks go on while the policies stand still.
  const watcher = clock(s, { alarm: () => {}, recorded: () => {} })
  const look = async () => watcher.react((await s.case()).at(-1)!)
  await look()
  t.notOk(typesOf(await s.case()).includes('AnswerMissed'))
  const { metadata } = (await s.order()).find(({ type }) => type === 'WorkOrderAccepted')!
  t.match(
    (await s.case()).find(({ type }) => type === 'ReportTaken'),
    { data: { reportId, by: township }, metadata: { occurredAt: metadata.occurredAt } },
  )
  await s.settle()
  t.equal((await s.case()).filter(({ type }) => type === 'ReportTaken').length, 1, 'once')
  s.daysLater(60)
  await look()
  t.match(newest(await s.case(), 'AnswerMissed'), { reportId, step: 'conclude' }, 'nobody concluded it')
  t.strictSame(faultsOf(await s.case(), s.now(), s.desk), [])
})

t.test('what an authority hands over is followed by its receipt and owes no answer', async (t) => {
  const s = scene()
  await s.report(grave, { channel: 'court' })
  await s.settle()
  await worksAndCloses(s, township, district)
  await s.settle()
  t.notOk(typesOf(await s.case()).some((type) => /Answer|ReportTaken|ReportConcluded/.test(type)))
})
