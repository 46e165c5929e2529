/** The risk models as people see them: each version as the document that it is, when it grades, and what is known of the
 *  work that it means. */
import type { RiskModelEvent } from '@jiahe/domain/catalogue.ts'
import { modelOf, modelsAt } from '@jiahe/domain/models/inForce.ts'
import type { RiskModel } from '@jiahe/domain/models/model.ts'
import { foldRiskModels, type PublishedModel, type RiskModelLine } from '@jiahe/domain/riskModels.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { statement } from './explain.ts'

/** Null: from the beginning, or without an end. */
interface Period {
  readonly since: string | null
  readonly until: string | null
}
export interface ModelItem extends RiskModel, Pick<PublishedModel, 'publishedAt' | 'whatIf'> {
  readonly hash: string
  /** In force in its track. */
  readonly active: boolean
  readonly periods: readonly Period[]
  readonly statement: string
}
export interface ModelList {
  /** For `If-Match`. */
  readonly revision: number
  readonly items: readonly ModelItem[]
  readonly nextCursor: null
  readonly total: number
}

export const modelLineOf = (history: readonly RecordedEvent[]): RiskModelLine =>
  foldRiskModels(history.map(readEvent) as readonly unknown[] as RiskModelEvent[])

/** In the order in which they were published. */
export function modelList(line: RiskModelLine, now: Date): ModelList {
  const current = modelsAt(line.models, now)
  const items = line.published.map((published): ModelItem => {
    const { ref, ...document } = modelOf(line.models, published)
    const { publishedAt, whatIf } = published
    return {
      ...{ ...document, hash: ref.hash, active: current[document.track].ref.hash === ref.hash },
      ...{ publishedAt, periods: periodsOf(line, document), whatIf, statement },
    }
  })
  return { revision: line.revision, items, nextCursor: null, total: items.length }
}

/** Of activations that take effect at one moment only the last ever comes into force. */
function periodsOf(
  { models }: RiskModelLine,
  { id, version, track }: Pick<RiskModel, 'id' | 'version' | 'track'>,
): Period[] {
  const activations = models.activations.filter((a) => a.track === track)
  return activations.flatMap((activation, i) => {
    const until = activations[i + 1]?.effectiveFrom ?? null
    const isThis = activation.id === id && activation.version === version
    if (!isThis || until === activation.effectiveFrom) return []
    return [{ since: i === 0 ? null : activation.effectiveFrom, until }]
  })
}
