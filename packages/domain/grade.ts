/**
 * The grading engine: a pure function of a risk model and the facts of a case. Unknown is not no: it adds
 * nothing, is listed, and lowers `coverage`. Every contribution names its factor, points, source and the
 * events that say so; the same model and facts give the same bytes.
 */
import type { DefinedModel, Factor, ModelRef } from './models/model.ts'
import type { Level } from './vocabulary.ts'

/** What the history says of one factor, and the ids of the events that say so, oldest first. */
export interface Fact {
  /** `yes`, `no`, `unknown`, a degree's value, or a count. */
  readonly value: string | number
  readonly events: readonly string[]
}
export type Facts = ReadonlyMap<string, Fact>

export interface Contribution {
  readonly factor: string
  readonly points: number
  readonly source: string
  readonly events: string[]
}

export interface Assessment {
  readonly model: ModelRef
  readonly level: Level
  readonly score: number
  /** Share of the asked factors that are known, 0 to 1, to 4 decimals. */
  readonly coverage: number
  readonly contributions: Contribution[]
  /** Factors that are floors and hold. */
  readonly floors: string[]
  readonly unknowns: string[]
}

const unknown: Fact = { value: 'unknown', events: [] }

export function grade(model: DefinedModel, facts: Facts): Assessment {
  const contributions: Contribution[] = []
  const floors: string[] = []
  const unknowns: string[] = []
  let asked = 0
  for (const factor of model.factors) {
    const fact = facts.get(factor.id) ?? unknown
    if (factor.points.kind !== 'counted') {
      asked++
      if (fact.value === 'unknown') unknowns.push(factor.id)
    }
    const { points, floor } = weigh(factor, fact)
    if (points > 0)
      contributions.push({ factor: factor.id, points, source: factor.source, events: [...fact.events] })
    if (floor) floors.push(factor.id)
    contributions.push(...combined(model, factor, facts))
  }
  const score = contributions.reduce((sum, c) => sum + c.points, 0)
  const coverage = asked === 0 ? 1 : Math.round(((asked - unknowns.length) / asked) * 10_000) / 10_000
  return {
    model: model.ref,
    level: levelOf(model, score, floors.length),
    score,
    coverage,
    contributions,
    floors,
    unknowns,
  }
}

function weigh(factor: Factor, fact: Fact): { points: number; floor: boolean } {
  const rule = factor.points
  switch (rule.kind) {
    case 'asked':
      return fact.value === 'yes' ? { points: rule.points, floor: rule.floor } : { points: 0, floor: false }
    case 'degree':
      return rule.degrees.find((d) => d.value === fact.value) ?? { points: 0, floor: false }
    case 'counted': {
      const count = typeof fact.value === 'number' ? fact.value : 0
      return { points: count > 0 ? rule.steps[Math.min(count, rule.steps.length) - 1]! : 0, floor: false }
    }
  }
}

/** The extra line of a combination stands right after its first factor. */
function combined(model: DefinedModel, factor: Factor, facts: Facts): Contribution[] {
  return model.combinations
    .filter((c) => c.factors[0] === factor.id && c.factors.every((id) => facts.get(id)?.value === 'yes'))
    .map((c) => ({
      factor: c.id,
      points: c.points,
      source: c.source,
      events: [...new Set(c.factors.flatMap((id) => facts.get(id)?.events ?? []))],
    }))
}

function levelOf(model: DefinedModel, score: number, floors: number): Level {
  const reached = model.cutOffs.find(
    (c) =>
      (c.score === null && c.floors === null) ||
      (c.score !== null && score >= c.score) ||
      (c.floors !== null && floors >= c.floors),
  )
  return reached?.level ?? 'low'
}
