import { familyCaseStream } from '@jiahe/domain/catalogue.ts'
import { caseId } from '@jiahe/domain/spec.ts'
import t from 'tap'
import { newest, scene, typesOf } from './scene.ts'

const count = (types: readonly string[], type: string) => types.filter((t) => t === type).length

t.test('the police’s own alert of a harmed child is marked as known to them', async (t) => {
  const s = scene()
  await s.alert({ F17: 'yes' })
  await s.settle()
  t.match(newest(await s.case(), 'ChildProtectionReported'), { alreadyKnown: true, to: 'police' })
  t.equal(count(typesOf(await s.case()), 'MandatoryReportRequired'), 0)
})

t.test('a report of a harmed child asks for one to the police within two hours, once', async (t) => {
  const s = scene()
  await s.report({ F17: 'yes' })
  await s.settle()
  t.match(newest(await s.case(), 'MandatoryReportRequired'), {
    about: 'child',
    reportBy: '2026-03-02T03:00:00.000Z',
  })
  await s.alert({ F07: 'yes' })
  await s.settle()
  t.equal(count(typesOf(await s.case()), 'MandatoryReportRequired'), 1, 'another grading says the same')
})

t.test('what a visit finds is new, though the police knew before', async (t) => {
  const s = scene()
  await s.alert({ F17: 'yes', F02: 'yes' })
  await s.settle()
  const visitId = await s.happens(familyCaseStream(caseId), 'FindingsRecorded', {
    ...{ orderId: (await s.order())[0]!.stream.slice('workOrder-'.length), origin: 'visit' },
    ...{ originId: '019cab00-0000-8000-8000-00000000abcd', facts: { F17: 'yes' }, mediationFailed: false },
  })
  t.ok(visitId)
  await s.settle()
  t.strictSame(newest(await s.case(), 'MandatoryReportRequired').sources, [
    '019cab00-0000-8000-8000-00000000abcd',
  ])
})
