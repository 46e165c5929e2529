/**
 * What no risk model may do, whoever publishes it: ask what no form asks, let known danger count for less than
 * unknown, or let the acts after which women are killed pass below `high`. Faults have the path in the document.
 */
import type { z } from 'zod'
import { acts } from '../assess.ts'
import { type Level, rank } from '../vocabulary.ts'
import { dispute1 } from './dispute1.ts'
import { type Factor, type RiskModel, riskModelSchema } from './model.ts'
import { formFactors, storedModel } from './publication.ts'
import { violence1 } from './violence1.ts'

type Reason =
  | 'not-of-the-forms'
  | 'other-words'
  | 'other-kind'
  | 'twice'
  | 'must-be-floor'
  | 'must-last'
  | 'must-hand-over'
  | 'required'
  | 'not-ascending'
  | 'not-descending'
  | 'too-short'
  | 'wider-than-validated'
export interface ModelFault {
  readonly path: readonly (string | number)[]
  readonly reason: Reason
}

export function faultsOf(model: RiskModel): ModelFault[] {
  const first = model.track === 'violence' ? violence1 : dispute1
  const ids = model.factors.map(({ id }) => id)
  return [
    ...model.factors.flatMap((factor, i) =>
      ownFaults(factor, first.factors, ids.indexOf(factor.id) < i).map(({ path, reason }) => ({
        ...{ path: ['factors', i, ...path], reason },
      })),
    ),
    ...required(model, first, ids),
    ...combinationFaults(model),
    ...cutOffFaults(model),
    ...(model.window_days < first.window_days ? [fault('too-short', 'window_days')] : []),
    ...model.validFor.flatMap((one, i) =>
      first.validFor.includes(one) ? [] : [fault('wider-than-validated', 'validFor', i)],
    ),
  ]
}

const fault = (reason: Reason, ...path: readonly (string | number)[]): ModelFault => ({ path, reason })

/** Beside what the form has under that id. */
function ownFaults(factor: Factor, ofTrack: readonly Factor[], twice: boolean): ModelFault[] {
  const form = ofTrack.find(({ id }) => id === factor.id)
  if (!form) return [fault('not-of-the-forms', 'id')]
  const faults: ModelFault[] = []
  if (twice) faults.push(fault('twice', 'id'))
  if (factor.name !== form.name) faults.push(fault('other-words', 'name'))
  if (factor.label !== form.label) faults.push(fault('other-words', 'label'))
  return [...faults, ...pointFaults(factor.points, form.points)]
}

type Points = Factor['points']
function pointFaults(points: Points, form: Points): ModelFault[] {
  if (points.kind === 'asked' && form.kind === 'asked')
    return [
      ...(form.floor && !points.floor ? [fault('must-be-floor', 'points', 'floor')] : []),
      ...(form.lasting && !points.lasting ? [fault('must-last', 'points', 'lasting')] : []),
      ...(form.handOver && !points.handOver ? [fault('must-hand-over', 'points', 'handOver')] : []),
    ]
  if (points.kind === 'degree' && form.kind === 'degree') {
    const { degrees } = points
    if (degrees.map(({ value }) => value).join() !== form.degrees.map(({ value }) => value).join())
      return [fault('other-kind', 'points', 'degrees')]
    return degrees.flatMap((degree, i) => [
      ...(form.degrees[i]!.floor && !degree.floor ? [fault('must-be-floor', 'points', 'degrees', i)] : []),
      ...(i > 0 && degree.points < degrees[i - 1]!.points
        ? [fault('not-ascending', 'points', 'degrees', i)]
        : []),
    ])
  }
  if (points.kind === 'counted' && form.kind === 'counted') {
    if (points.of !== form.of) return [fault('other-kind', 'points', 'of')]
    const { steps } = points
    const falls = steps.some((step, i) => i > 0 && step < steps[i - 1]!)
    return [
      ...(falls ? [fault('not-ascending', 'points', 'steps')] : []),
      ...(points.days < form.days ? [fault('too-short', 'points', 'days')] : []),
    ]
  }
  return [fault('other-kind', 'points', 'kind')]
}

/** Acts of violence hand a dispute over and are asked for; floors and what the law wants told are not left out. */
function required(
  { track, mandatoryReport }: RiskModel,
  first: RiskModel,
  ids: readonly string[],
): ModelFault[] {
  const isFloor = ({ points }: Factor) =>
    (points.kind === 'asked' && (points.floor || points.handOver)) ||
    (points.kind === 'degree' && points.degrees.some(({ floor }) => floor))
  const floors = first.factors.filter(isFloor).map(({ id }) => id)
  const wanted = new Set([...floors, ...(track === 'violence' ? acts : [])])
  const told = first.mandatoryReport.every((id) => mandatoryReport.includes(id))
  return [
    ...[...wanted].filter((id) => !ids.includes(id)).map((id) => fault('required', 'factors', id)),
    ...(told ? [] : [fault('required', 'mandatoryReport')]),
    ...mandatoryReport.flatMap((id, i) =>
      ids.includes(id) ? [] : [fault('not-of-the-forms', 'mandatoryReport', i)],
    ),
  ]
}

function combinationFaults({ combinations, factors }: RiskModel): ModelFault[] {
  const asked = factors.filter(({ points }) => points.kind === 'asked').map(({ id }) => id)
  return combinations.flatMap(({ id, factors: [a, b] }, i) => [
    ...(combinations.findIndex((c) => c.id === id) < i ? [fault('twice', 'combinations', i, 'id')] : []),
    ...(id === `${a}+${b}` && a !== b && asked.includes(a) && asked.includes(b)
      ? []
      : [fault('not-of-the-forms', 'combinations', i, 'factors')]),
  ])
}

/** From the top down, each level once, nothing above a lesser one harder to reach; `low` takes what is left. One floor
 *  is `high` at least. A dispute is `extreme` by hand-over only. */
function cutOffFaults({ track, cutOffs }: RiskModel): ModelFault[] {
  const wanted: Level[] =
    track === 'violence' ? ['extreme', 'high', 'medium', 'low'] : ['high', 'medium', 'low']
  if (cutOffs.map(({ level }) => level).join() !== wanted.join()) return [fault('required', 'cutOffs')]
  const faults: ModelFault[] = []
  cutOffs.forEach(({ level, score, floors }, i) => {
    const isLast = level === 'low'
    if (isLast ? score !== null || floors !== null : score === null || score <= 0)
      faults.push(fault(isLast ? 'not-descending' : 'required', 'cutOffs', i, 'score'))
    const above = cutOffs[i - 1]
    if (!isLast && above && (score ?? 0) >= (above.score ?? Number.POSITIVE_INFINITY))
      faults.push(fault('not-descending', 'cutOffs', i, 'score'))
    if (!isLast && floors !== null && floors < 1) faults.push(fault('must-be-floor', 'cutOffs', i, 'floors'))
  })
  const byOneFloor = cutOffs.find(({ floors }) => floors !== null && floors <= 1)
  if (!byOneFloor || rank(byOneFloor.level) < rank('high'))
    faults.push(fault('must-be-floor', 'cutOffs', wanted.indexOf('high'), 'floors'))
  return faults
}

/** A document that can be published; its faults as zod tells them. */
export const safeModel = riskModelSchema.superRefine((model, context) => {
  const add = (path: readonly (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', message, path: [...path] } satisfies z.core.$ZodSuperRefineIssue)
  const faults = faultsOf(model)
  for (const { path, reason } of faults) add(path, reason)
  // What an event cannot hold: a name in words, points below zero, a number without end.
  const factors = model.factors.map(({ id, source, points }) => ({ id, source, points }))
  const kept = storedModel.safeParse({ ...model, factors })
  for (const { path, code } of kept.error?.issues ?? [])
    add(path as (string | number)[], code.replaceAll('_', '-'))
})
export const isSafe = (model: RiskModel): boolean => safeModel.safeParse(model).success
/** Whether every factor of the model is one that the forms have: else it never finds an answer. */
export const unknownFactors = ({ factors }: RiskModel): number[] =>
  factors.flatMap(({ id }, i) => (formFactors.has(id) ? [] : [i]))
