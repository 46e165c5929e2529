/**
 * What no policy may do, whoever publishes it: leave a level without an owner or a deadline, let a graver case wait
 * longer than a lesser one, or stop the clock of danger over a holiday. The shape of a document already asks for
 * every owner and nearly every deadline; here is what a shape cannot say. Faults have the path in the document.
 */
import type { z } from 'zod'
import { type Duration, type LevelPolicy, type Policy, policyDocument } from './document.ts'

type Reason =
  | 'required'
  | 'must-be-wall-clock'
  | 'slower-than-a-lesser-level'
  | 'lower-than-a-lesser-level'
  | 'supervisor-not-above'
  | 'assists-itself'
  | 'not-ascending'
export interface PolicyFault {
  readonly path: readonly (string | number)[]
  readonly reason: Reason
}

const gravestFirst = ['extreme', 'high', 'medium', 'low'] as const
const always: Clock[] = ['gradeAgain', 'contact.violence']
const whenGrave: Clock[] = [
  ...always,
  'dispatch',
  'accept',
  'contact.dispute',
  'visit',
  'disposal',
  'close',
  'extension',
]
/** The close is no race: a grave case stays open longer. */
const graverIsSooner: Clock[] = [...always, 'dispatch', 'accept', 'contact.dispute', 'visit', 'disposal']

type Clock =
  | Exclude<keyof LevelPolicy, 'route' | 'contact' | 'callbackDays' | 'watchDays'>
  | 'contact.violence'
  | 'contact.dispute'
function clockOf(level: LevelPolicy, clock: Clock): Duration | null {
  if (clock === 'contact.violence') return level.contact.violence
  return clock === 'contact.dispute' ? level.contact.dispute : level[clock]
}

export function faultsOf(policy: Policy): PolicyFault[] {
  const { levels, mandatoryReport, littleKnownCallback_days } = policy
  const top: PolicyFault[] = []
  if ('workingDays' in mandatoryReport) top.push({ path: ['mandatoryReport'], reason: 'must-be-wall-clock' })
  if (littleKnownCallback_days > levels.low.callbackDays[0]!)
    top.push({ path: ['littleKnownCallback_days'], reason: 'slower-than-a-lesser-level' })
  if (levels.extreme.visit === null) top.push({ path: ['levels', 'extreme', 'visit'], reason: 'required' })
  const perLevel = gravestFirst.flatMap((name, i) => {
    const lesser = gravestFirst[i + 1]
    const faults = [
      ...ownFaults(levels[name], i < 2 ? whenGrave : always),
      ...(lesser ? comparedWith(levels[name], levels[lesser]) : []),
    ]
    return faults.map(({ path, reason }) => ({ path: ['levels', name, ...path], reason }))
  })
  return [...top, ...perLevel]
}

function ownFaults(level: LevelPolicy, wallClock: readonly Clock[]): PolicyFault[] {
  const { assignee, supervisor, assisting } = level.route
  const faults: PolicyFault[] = wallClock
    .filter((clock) => 'workingDays' in (clockOf(level, clock) ?? {}))
    .map((clock) => ({ path: clock.split('.'), reason: 'must-be-wall-clock' }))
  if (assignee === supervisor) faults.push({ path: ['route', 'supervisor'], reason: 'supervisor-not-above' })
  if (assisting === assignee || assisting === supervisor)
    faults.push({ path: ['route', 'assisting'], reason: 'assists-itself' })
  if (level.callbackDays.some((day, i) => i > 0 && day <= level.callbackDays[i - 1]!))
    faults.push({ path: ['callbackDays'], reason: 'not-ascending' })
  return faults
}

function comparedWith(graver: LevelPolicy, lesser: LevelPolicy): PolicyFault[] {
  const slower: PolicyFault[] = graverIsSooner
    .filter((clock) => !noSlower(clockOf(graver, clock), clockOf(lesser, clock)))
    .map((clock) => ({ path: clock.split('.'), reason: 'slower-than-a-lesser-level' }))
  const first = graver.callbackDays[0]! > lesser.callbackDays[0]!
  if (first || graver.callbackDays.length < lesser.callbackDays.length)
    slower.push({ path: ['callbackDays'], reason: 'slower-than-a-lesser-level' })
  if (graver.watchDays < lesser.watchDays)
    slower.push({ path: ['watchDays'], reason: 'lower-than-a-lesser-level' })
  if (graver.route.assignee === 'township' && lesser.route.assignee === 'district')
    slower.push({ path: ['route', 'assignee'], reason: 'lower-than-a-lesser-level' })
  return slower
}

/** Whether the one is over by the time of the other in any year. Nothing is never over, and no one waits for it. */
function noSlower(graver: Duration | null, lesser: Duration | null): boolean {
  if (lesser === null) return true
  if (graver === null) return false
  if ('workingDays' in graver) return 'workingDays' in lesser && graver.workingDays <= lesser.workingDays
  return shortest(graver) <= shortest(lesser)
}
const shortest = (duration: Duration): number =>
  'hours' in duration ? duration.hours : 24 * ('days' in duration ? duration.days : duration.workingDays)

/** A document that is whole and safe; its faults as zod tells them. */
export const safePolicy = policyDocument.superRefine((policy, context) => {
  for (const { path, reason } of faultsOf(policy))
    context.addIssue({
      code: 'custom',
      message: reason,
      path: [...path],
    } satisfies z.core.$ZodSuperRefineIssue)
})
