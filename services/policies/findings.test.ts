import { district, township } from '@jiahe/domain/exampleCity.ts'
import t from 'tap'
import { medium, newest, scene, typesOf } from './scene.ts'

const mediation = { type: 'mediation', joint: false, consent: true, textId: null } as const

t.test('what a visit found is told to the case, graded, and raises the order', async (t) => {
  const s = scene()
  await s.alert(medium)
  await s.settle()
  await s.does(township, { type: 'accept' })
  await s.does(township, {
    type: 'visit',
    withPolice: false,
    facts: { F01: 'yes', F02: 'yes' },
    textId: null,
  })
  await s.settle()
  t.same(typesOf(await s.case()), [
    'AlertReceived',
    'RiskGraded',
    'CallbackScheduled',
    'OrderOpened',
    'FindingsRecorded',
    'RiskGraded',
    'CallbackScheduled',
  ])
  const visit = (await s.order()).find((event) => event.type === 'VisitRecorded')
  t.match(newest(await s.case(), 'FindingsRecorded'), { origin: 'visit', originId: visit!.id })
  t.ok(newest(await s.case(), 'RiskGraded').usedEvents.includes(visit!.id))
  t.match(newest(await s.order(), 'WorkOrderRaised'), {
    level: 'extreme',
    assignment: { assignee: district },
  })
})

t.test('a mediation that failed is told to the case, one that did not is not', async (t) => {
  const s = scene()
  await s.report({ D04: 'yes', D03: 'yes' }, { relationship: 'spouse' })
  await s.settle()
  await s.does(township, { type: 'accept' })
  await s.does(township, { ...mediation, outcome: 'agreed' })
  await s.settle()
  t.notOk(typesOf(await s.case()).includes('FindingsRecorded'))
  await s.does(township, { ...mediation, outcome: 'failed' })
  await s.settle()
  t.match(newest(await s.case(), 'FindingsRecorded'), { origin: 'mediation', mediationFailed: true })
  t.ok(newest(await s.case(), 'RiskGraded').contributions.some(({ factor }) => factor === 'D08'))
})
