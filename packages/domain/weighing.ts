/**
 * How history counts: the statements of a case (what each alert, report, callback, visit or breach said),
 * folded into one fact per factor of a model. A `yes` of the window beats everything, else the newest `no`,
 * else unknown; the window is counted back from the newest statement, whatever triggered the grading.
 */
import type { FactorAnswers } from './facts.ts'
import type { Fact, Facts } from './grade.ts'
import type { DefinedModel, Factor } from './models/model.ts'
import type { MaritalStatus } from './vocabulary.ts'

export interface Statement {
  readonly eventId: string
  readonly kind: 'alert' | 'report' | 'callback' | 'finding' | 'breach'
  /** When it happened, ISO 8601. */
  readonly occurredAt: string
  readonly answers: FactorAnswers
  readonly maritalStatus: MaritalStatus | null
  readonly mediationFailed: boolean
}

const day_ms = 86_400_000
const at = (s: Statement): number => Date.parse(s.occurredAt)

/** Oldest first; statements of the same moment keep the order in which they were recorded. */
export const byTime = (statements: readonly Statement[]): Statement[] =>
  [...statements].sort((a, b) => at(a) - at(b))

/** The statements of the last `days` days before the newest one, oldest first. */
export function inWindow(statements: readonly Statement[], days: number): Statement[] {
  const ordered = byTime(statements)
  const newest = ordered.at(-1)
  return newest ? ordered.filter((s) => at(s) >= at(newest) - days * day_ms) : []
}

export function weighHistory(model: DefinedModel, statements: readonly Statement[]): Facts {
  const recent = inWindow(statements, model.window_days)
  const facts = new Map<string, Fact>()
  for (const factor of model.factors) facts.set(factor.id, factOf(factor, recent, statements))
  return facts
}

function factOf(factor: Factor, recent: readonly Statement[], all: readonly Statement[]): Fact {
  const rule = factor.points
  switch (rule.kind) {
    case 'asked': {
      const yes = (rule.lasting ? all : recent).filter((s) => s.answers[factor.id] === 'yes')
      const says = new Set([...yes, ...alsoYes(factor.id, all)])
      const sayers = byTime(all).filter((s) => says.has(s))
      if (sayers.length > 0) return { value: 'yes', events: sayers.map((s) => s.eventId) }
      const no = recent.filter((s) => s.answers[factor.id] === 'no')
      return { value: no.length > 0 ? 'no' : 'unknown', events: no.slice(-1).map((s) => s.eventId) }
    }
    case 'degree': {
      for (const degree of [...rule.degrees].reverse()) {
        const said = recent.filter((s) => s.answers[factor.id] === degree.value)
        if (said.length > 0) return { value: degree.value, events: said.map((s) => s.eventId) }
      }
      return { value: 'unknown', events: [] }
    }
    case 'counted':
      return counted(rule.of, inWindow(all, rule.days))
  }
}

/** A recorded breach says F05 for good; a newest marital status of `separated` says F12. */
function alsoYes(factor: string, all: readonly Statement[]): Statement[] {
  if (factor === 'F05') return all.filter((s) => s.kind === 'breach')
  if (factor === 'F12') {
    const newest = byTime(all).findLast((s) => s.maritalStatus !== null)
    return newest?.maritalStatus === 'separated' ? [newest] : []
  }
  return []
}

/** Earlier alerts or reports are all but the newest; a failed mediation counts itself. */
function counted(
  of: 'earlier-alerts' | 'earlier-reports' | 'failed-mediations',
  recent: readonly Statement[],
): Fact {
  const kind = of === 'earlier-alerts' ? 'alert' : 'report'
  const events =
    of === 'failed-mediations'
      ? recent.filter((s) => s.mediationFailed)
      : recent.filter((s) => s.kind === kind).slice(0, -1)
  return { value: events.length, events: events.map((s) => s.eventId) }
}
