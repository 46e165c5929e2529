/** What may be done to a made-up family, drawn by chance: every command there is, on whatever stands then. */

import type { AnswerCommand } from '@jiahe/domain/answerCommands.ts'
import type { CaseCommand } from '@jiahe/domain/caseCommands.ts'
import { monthsAfter } from '@jiahe/domain/days.ts'
import { city, district, otherTownship, township } from '@jiahe/domain/exampleCity.ts'
import type { FactorAnswers } from '@jiahe/domain/facts.ts'
import {
  type CallbackOutcome,
  type Channel,
  callbackOutcomes,
  channels,
  codesOf,
  type Level,
  levels,
} from '@jiahe/domain/vocabulary.ts'
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import fc from 'fast-check'
import { answerCommands, type Bare, caseCommands, orderCommands } from './exampleCommands.ts'
import { courses } from './exampleCourses.ts'

type Intake = {
  readonly facts: FactorAnswers
  readonly regionCode: string | null
  readonly channel: Channel
  readonly hoursAgo: number
}
export type Deed = { readonly family: 0 | 1 } & (
  | ({ readonly does: 'alert' | 'report' } & Intake)
  | { readonly does: 'amend'; readonly nth: number; readonly facts: FactorAnswers; readonly moves: boolean }
  | {
      readonly does: 'call'
      readonly by: string
      readonly outcome: CallbackOutcome
      readonly facts: FactorAnswers
    }
  | {
      readonly does: 'answer'
      readonly by: string
      readonly insists: boolean
      readonly nth: number
      readonly command: Bare<AnswerCommand>
    }
  | {
      readonly does: 'case'
      readonly by: string
      readonly actor: number
      readonly nth: number
      readonly insists: boolean
      readonly command: Bare<CaseCommand>
    }
  | {
      readonly does: 'order'
      readonly by: 'assignee' | 'supervisor' | 'city' | 'other'
      readonly oldest: boolean
      /** On just this; otherwise the first that is allowed, from this one on. */
      readonly insists: boolean
      readonly command: Bare<OrderCommand>
    }
  | { readonly does: 'policy'; readonly level: Level; readonly factor: number; readonly hours: number }
  | { readonly does: 'calendar' }
)
export interface Life {
  readonly start: string
  /** Whether the year's holidays are not published yet. */
  readonly provisional: boolean
  readonly steps: readonly { readonly hours: number; readonly away: boolean; readonly deed: Deed }[]
  readonly after_days: number
  /** The step after which it is looked at, beside the end. */
  readonly lookAfter: number
}

/** Some days that the calendar has, from a day on: never longer than a protection order may last. */
export const shortened = (day: string, nth: number): string => monthsAfter(day, [1, 2, 6][nth % 3]!)

const family = fc.constantFrom<0 | 1>(0, 0, 0, 1)
const told: readonly FactorAnswers[] = [
  ...[{}, { F07: 'yes', F12: 'yes' } as const, { F02: 'yes' } as const, { F02: 'yes' } as const],
  ...[{ F01: 'yes', F02: 'yes' } as const, { F17: 'yes' } as const, { F06: 'slight' } as const],
]
const facts = fc.constantFrom(...told)
const nth = fc.nat(2)
const insists = fc.constantFrom(false, false, true)
const regionCode = fc.constantFrom(township, township, township, otherTownship, district, null)
const by = fc.constantFrom(township, district, city)
const hoursAgo = fc.constantFrom(0, 0, 5, 400)
const channel = fc.constantFrom<Channel>('web', 'letter', 'hotline-12338', ...codesOf(channels))
const intake = { family, facts, regionCode, hoursAgo }
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('alert'), channel: fc.constant('police-110'), ...intake }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('report'),
      channel,
      ...intake,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('amend'), family, nth, facts, moves: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        does: fc.constant('call'),
        family,
        by,
        outcome: fc.constantFrom(...codesOf(callbackOutcomes)),
        facts,
      })
      .map((call) => (call.outcome === 'reached' ? call : { ...call, facts: {} })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ does: fc.constant('answer'), family, nth, insists },
      ...{ by, command: fc.constantFrom(...Object.values(answerCommands)) },
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ does: fc.constant('case'), family, nth, by: fc.constantFrom(district, district, city, township) },
      ...{ actor: fc.nat(2), insists, command: fc.constantFrom(...Object.values(caseCommands).flat()) },
    }),
  },
  {
    weight: 24,
    arbitrary: fc.record({
      ...{ does: fc.constant('order'), family, oldest: fc.constantFrom(false, false, false, true), insists },
      by: fc.constantFrom('assignee', 'assignee', 'assignee', 'supervisor', 'supervisor', 'city', 'other'),
      command: fc.constantFrom(...Object.values(orderCommands).flat()),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ does: fc.constant('policy'), family, level: fc.constantFrom(...codesOf(levels)) },
      ...{ factor: fc.constantFrom(0.5, 1, 3), hours: fc.nat(100) },
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('calendar'), family }) },
) as fc.Arbitrary<Deed>

/** From seconds to weeks. */
const hours = fc.oneof(
  fc.constantFrom(0, 1 / 3600, 0.2),
  fc.nat(30),
  fc.nat(400),
  fc.integer({ min: 400, max: 2000 }),
)
const starts = ['2026-01-05T01:00:00.000Z', '2026-03-02T01:00:00.000Z', '2026-09-24T15:30:00.000Z']
type Step = Life['steps'][number]
const single: fc.Arbitrary<readonly Step[]> = fc
  .record({ hours, away: fc.constantFrom(false, false, false, true), deed })
  .map((step) => [step])
/** One step soon after the other; where it ends, life goes on otherwise. */
const course: fc.Arbitrary<readonly Step[]> = fc
  .record({ deeds: fc.constantFrom(...courses), hours: fc.constantFrom(0.2, 2, 20), ends: fc.nat(9) })
  .map(({ deeds, hours, ends }) =>
    deeds.slice(0, ends === 0 ? 2 : deeds.length).map((deed) => ({ hours, away: false, deed })),
  )
export const lives: fc.Arbitrary<Life> = fc.record({
  start: fc.constantFrom(...starts),
  provisional: fc.boolean(),
  steps: fc
    .array(fc.oneof({ weight: 4, arbitrary: single }, { weight: 1, arbitrary: course }), {
      minLength: 1,
      maxLength: 12,
    })
    .chain((steps) =>
      // Something has to be known of a family before anything can be done.
      deed
        .filter(({ does }) => does === 'alert' || does === 'report')
        .map((first) => [{ hours: 0, away: false, deed: { ...first, family: 0 as const } }, ...steps.flat()]),
    ),
  after_days: fc.constantFrom(0, 3, 40, 200),
  lookAfter: fc.nat(15),
})
