/** A person's word against the grade, and how long it stands. */
import t from 'tap'
import { type CaseCommand, decideOnCase } from './caseCommands.ts'
import type { FamilyCaseEvent } from './catalogue.ts'
import { city, desk, district, township } from './exampleCity.ts'
import { alertOf, gradedAs } from './exampleEvents.ts'
import { foldFamilyCase } from './familyCase.ts'
import { levelSetBy } from './levelSet.ts'
import { standingLevel } from './overrides.ts'
import { acting, caseId, given, happened, hours, named } from './spec.ts'
import { codesOf, type Level, levels, rank } from './vocabulary.ts'

type Event = FamilyCaseEvent

const alert = happened('AlertReceived', alertOf(), { id: named('alert') })
const graded = (level: Level, n = 0) =>
  happened('RiskGraded', gradedAs(level), { id: named(`grading ${n}`), at: hours(n) })

const act = (command: CaseCommand, who: string, by: string, at: string) => (history: readonly Event[]) => {
  const context = { ...acting(at, `${who}: ${command.type}`), actor: who }
  return decideOnCase({ caseId, state: foldFamilyCase(history), orders: [], by, context, desk }, command)
}
const override = (level: Level, at = hours(1)) =>
  act(
    { type: 'override-grade', level, reason: 'joint-assessment', textId: null },
    'account:first',
    township,
    at,
  )
const judge = (approves: boolean, who = 'account:second', federation = district, at = hours(2)) =>
  act(
    approves ? { type: 'approve-override' } : { type: 'decline-override', textId: null },
    who,
    federation,
    at,
  )
const standing = (history: readonly Event[]) => standingLevel(foldFamilyCase(history))

t.test('from every level to every other: upward at once, downward when it was approved', async (t) => {
  for (const from of codesOf(levels))
    for (const to of codesOf(levels)) {
      const when = given<Event>(t, [alert, graded(from)]).when(override(to))
      if (from === to) {
        when.thenRefused('same-level')
        continue
      }
      const upward = rank(to) > rank(from)
      const approval = upward ? 'not-needed' : 'needed'
      const after = when.then([{ type: 'GradeOverridden', data: { from, level: to, approval } }])
      t.equal(standing(after), upward ? to : from)
      if (upward) continue
      const approved = given<Event>(t, after)
        .when(judge(true))
        .then([{ type: 'OverrideApproved', data: { level: to, gradingId: named('grading 0') } }])
      t.equal(standing(approved), to)
    }
})

t.test('a case that was not graded has nothing to be said against', async (t) => {
  given<Event>(t, [alert]).when(override('high')).thenRefused('not-graded')
})

t.test('what a person raised stays up over later grades, until a lowering is approved', async (t) => {
  const raised = given<Event>(t, [alert, graded('low')])
    .when(override('high'))
    .then(['GradeOverridden'])
  const later = given<Event>(t, [...raised, graded('low', 3)])
    .when(override('medium', hours(4)))
    .then([{ type: 'GradeOverridden', data: { from: 'high', approval: 'needed' } }])
  t.equal(standing(later), 'high')
  t.equal(
    standing(
      given<Event>(t, [...later, graded('extreme', 5)])
        .when(() => ({ events: [] }))
        .then([]),
    ),
    'extreme',
  )
  const lowered = given<Event>(t, later)
    .when(judge(true, 'account:second', city, hours(6)))
    .then(['OverrideApproved'])
  t.equal(standing(lowered), 'medium')
  const again = given<Event>(t, [...lowered, graded('low', 7)])
    .when(() => ({ events: [] }))
    .then([])
  t.equal(standing(again), 'low', 'the floor is gone, and a new grade stands by itself')
})

t.test('an approved lowering holds for its own grading only', async (t) => {
  const asked = given<Event>(t, [alert, graded('extreme')])
    .when(override('medium'))
    .then(['GradeOverridden'])
  const lowered = given<Event>(t, asked).when(judge(true)).then(['OverrideApproved'])
  t.equal(standing(lowered), 'medium')
  const again = given<Event>(t, [...lowered, graded('extreme', 3)])
    .when(() => ({ events: [] }))
    .then([])
  t.equal(standing(again), 'extreme')
})

t.test('a new grade, or a raise, takes a lowering that waits off the table', async (t) => {
  const asked = given<Event>(t, [alert, graded('high')])
    .when(override('low'))
    .then(['GradeOverridden'])
  given<Event>(t, asked)
    .when(override('medium', hours(2)))
    .thenRefused('override-pending')
  given<Event>(t, [...asked, graded('high', 2)])
    .when(judge(true, 'account:second', district, hours(3)))
    .thenRefused('no-override-pending')
  const raised = given<Event>(t, asked)
    .when(override('extreme', hours(2)))
    .then(['GradeOverridden'])
  given<Event>(t, raised)
    .when(judge(true, 'account:second', district, hours(3)))
    .thenRefused('no-override-pending')
})

t.test('a lowering needs a second person above the townships; who asked may take it back', async (t) => {
  const asked = given<Event>(t, [alert, graded('high')])
    .when(override('low'))
    .then(['GradeOverridden'])
  const table: [boolean, string, string, string | null][] = [
    [true, 'account:first', township, 'same-person'],
    [true, 'account:first', city, 'same-person'],
    [true, 'account:second', township, 'not-supervisor'],
    [true, 'account:second', district, null],
    [true, 'account:second', city, null],
    [false, 'account:second', township, 'not-supervisor'],
    [false, 'account:second', district, null],
    [false, 'account:first', township, null],
  ]
  for (const [approves, who, federation, refusal] of table) {
    const when = given<Event>(t, asked).when(judge(approves, who, federation))
    if (refusal) when.thenRefused(refusal)
    else {
      const after = when.then([approves ? 'OverrideApproved' : 'OverrideDeclined'])
      t.equal(standing(after), approves ? 'low' : 'high')
      given<Event>(t, after)
        .when(judge(true, 'account:third', city, hours(9)))
        .thenRefused('no-override-pending')
    }
  }
})

t.test('orders and callbacks follow what came into force, and no lowering', async (t) => {
  const raised = given<Event>(t, [alert, graded('low')])
    .when(override('high'))
    .then(['GradeOverridden'])
  const asked = given<Event>(t, [...raised, graded('low', 3)])
    .when(override('low', hours(4)))
    .then(['GradeOverridden'])
  const history = given<Event>(t, asked)
    .when(judge(true, 'account:second', city, hours(5)))
    .then(['OverrideApproved'])
  const set = history.map((event) => levelSetBy(history, event))
  t.strictSame(
    set.map((one) => one && [one.level, one.byPerson, one.gradingId]),
    [
      null,
      ['low', false, named('grading 0')],
      ['high', true, named('grading 0')],
      ['high', false, named('grading 3')],
      null,
      null,
    ],
  )
})
