/**
 * What becomes of a call: the outcome of every attempt in every state of the case's callbacks. Who calls makes no
 * difference here: whose call it is, is asked before.
 */
import t from 'tap'
import { attemptCallback } from './callbacks.ts'
import type { FamilyCaseEvent } from './catalogue.ts'
import type { CasePast } from './exampleCases.ts'
import { alert, closed, graded } from './exampleCases.ts'
import { district, township } from './exampleCity.ts'
import type { FactorAnswers } from './facts.ts'
import { foldFamilyCase } from './familyCase.ts'
import { acting, caseId, day, happened, hours, named } from './spec.ts'
import { walkOutcomes } from './specOutcomes.ts'
import type { CallbackOutcome } from './vocabulary.ts'

const versions = { policyVersion: 1, calendarVersion: 'example-1' }
const duty = (n: number) => ({ dutyId: named(`duty ${n}`), opensAt: hours(0), dueAt: day(n) })
const scheduled = happened('CallbackScheduled', {
  ...{ alertId: named('alert'), gradingId: named('grading 0'), level: 'medium', assignee: township },
  ...{ duties: [duty(3), duty(30)], replaces: [], ...versions },
})
const attempt = (outcome: CallbackOutcome, n: number) =>
  happened(
    'CallbackAttempted',
    { outcome, by: township, textId: null },
    { id: named(`attempt ${n}`), at: day(n) },
  )
const owed = [alert, graded('medium'), scheduled]
const triedTwice = [...owed, attempt('no-answer', 1), attempt('wrong-number', 2)]
const all = [named('duty 3'), named('duty 30')]

const states: Readonly<Record<string, readonly CasePast[]>> = {
  ungraded: [alert],
  owed,
  missed: [
    ...owed,
    happened(
      'CallbackMissed',
      { dutyId: all[0]!, alertId: named('alert'), assignee: township, level: 'medium' },
      { at: day(3) },
    ),
  ],
  'tried-once': [...owed, attempt('no-answer', 1)],
  'tried-twice': triedTwice,
  'tried-today': [...owed, attempt('no-answer', 5.01), attempt('no-answer', 5.02)],
  'refused-twice': [...owed, attempt('refused', 1), attempt('unsafe-to-talk', 2)],
  unreachable: [
    ...triedTwice,
    attempt('no-answer', 2.1),
    happened('HomeVisitRequested', {
      attempts: [1, 2, 2.1].map((n) => named(`attempt ${n}`)),
      unreachable: all,
      withPolice: false,
    }),
  ],
  done: [
    ...owed,
    attempt('reached', 1),
    happened(
      'CallbackCompleted',
      { attemptId: named('attempt 1'), discharged: all, facts: {} },
      { at: day(1) },
    ),
  ],
  closed: [...owed, closed({ reason: 'term-over', level: 'low', by: null }, day(4))],
}

interface Call {
  readonly outcome: CallbackOutcome
  readonly facts: FactorAnswers
}
const facts = { F01: 'yes' } as const
const commands: Readonly<Record<CallbackOutcome | 'reached-and-told' | 'told-by-nobody', Call>> = {
  reached: { outcome: 'reached', facts: {} },
  'reached-and-told': { outcome: 'reached', facts },
  'no-answer': { outcome: 'no-answer', facts: {} },
  'wrong-number': { outcome: 'wrong-number', facts: {} },
  refused: { outcome: 'refused', facts: {} },
  'unsafe-to-talk': { outcome: 'unsafe-to-talk', facts: {} },
  'told-by-nobody': { outcome: 'unsafe-to-talk', facts },
}
const actors = { township, district }

const table = `
waiting = owed,missed,tried-once,tried-today,refused-twice,closed
settled = unreachable,done

reached → CallbackAttempted+CallbackCompleted
reached-and-told → CallbackAttempted+CallbackCompleted
                            township                              district
ungraded                    no-callback-owed                      no-callback-owed
waiting,tried-twice,settled yes                                   yes

no-answer → CallbackAttempted
wrong-number → CallbackAttempted
                            township                              district
ungraded                    no-callback-owed                      no-callback-owed
waiting,settled             yes                                   yes
tried-twice                 CallbackAttempted+HomeVisitRequested  CallbackAttempted+HomeVisitRequested

refused → CallbackAttempted
unsafe-to-talk → CallbackAttempted
                            township                              district
ungraded                    no-callback-owed                      no-callback-owed
waiting,tried-twice,settled yes                                   yes

told-by-nobody → CallbackAttempted
                            township                              district
ungraded                    no-callback-owed                      no-callback-owed
waiting,tried-twice,settled facts-without-contact                 facts-without-contact
`

t.test('every call in every state of the callbacks', async (t) => {
  walkOutcomes<FamilyCaseEvent, Call>(t, {
    ...{ table, states, actors, commands },
    decide: (call, by) => (history) =>
      attemptCallback(foldFamilyCase(history), { caseId, by, textId: null, ...call }, acting(day(5.5))),
  })
})
