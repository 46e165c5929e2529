import t from 'tap'
import type { FamilyCaseEvent } from './catalogue.ts'
import { alertOf } from './exampleEvents.ts'
import { gradeCase } from './familyCaseDecisions.ts'
import { gradeFaultsOf } from './gradeProof.ts'
import { builtInModels, type RiskModels } from './models/inForce.ts'
import { defineModel } from './models/model.ts'
import { violence1 } from './models/violence1.ts'
import { acting, appended, day, happened, hours, named, recorded } from './spec.ts'

const { ref: _ref, ...first } = violence1
/** In force from the second day on: a third of the points is high already. */
const second = defineModel({
  ...first,
  version: 2,
  cutOffs: first.cutOffs.map((c) =>
    c.level === 'high' ? { ...c, score: 3 } : { ...c, score: c.level === 'medium' ? 2 : c.score },
  ),
})
const models: RiskModels = {
  versions: [...builtInModels.versions, second],
  activations: [
    ...builtInModels.activations,
    { track: 'violence', id: 'violence', version: 2, effectiveFrom: day(1) },
  ],
}
const alert = (at: string) =>
  happened('AlertReceived', alertOf({ F07: 'yes' }), { at, id: named(`alert ${at}`) })

/** The alerts of Monday at nine, just before the activation, and after it, each graded some hours later. */
function graded(): FamilyCaseEvent[] {
  let history = recorded<FamilyCaseEvent>([alert(hours(0)), alert(hours(23)), alert(hours(30))])
  for (const cause of [...history]) {
    const decided = gradeCase(history, cause, { ...acting(hours(40)), causeId: cause.id }, models)
    history = appended(history, 'events' in decided ? decided.events : [])
  }
  return history
}
const gradesOf = (history: readonly FamilyCaseEvent[]) =>
  history.flatMap((e) => (e.type === 'RiskGraded' ? [`${e.data.model.version} ${e.data.level}`] : []))

t.test(
  'a case is graded by the model in force when its cause was recorded, whenever that is done',
  async (t) => {
    const history = graded()
    t.strictSame(gradesOf(history), ['1 low', '1 low', '2 high'])
    t.strictSame(gradeFaultsOf(history, models), [])
  },
)

t.test('a grade by another model, or another grade than the history gives, is named', async (t) => {
  const history = graded()
  const changed = (revision: number, own: object) =>
    history.map((e) =>
      e.revision === revision ? ({ ...e, data: { ...e.data, ...own } } as FamilyCaseEvent) : e,
    )
  t.strictSame(gradeFaultsOf(history, builtInModels), [{ fault: 'other-model', revision: 5 }])
  t.strictSame(gradeFaultsOf(changed(4, { level: 'high' }), models), [{ fault: 'other-grade', revision: 4 }])
  t.equal(gradeFaultsOf(changed(0, alertOf({ F07: 'no' })), models).length, 3, 'all three rest on it')
  const { metadata, ...event } = history[3]!
  const orphan = { ...event, metadata: { ...metadata, causationId: named('nothing') } } as FamilyCaseEvent
  t.strictSame(gradeFaultsOf([...history.slice(0, 3), orphan], models), [
    { fault: 'other-grade', revision: 3 },
  ])
})
