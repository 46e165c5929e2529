/** The risk models as people see them: each version as the document that it is, when it grades, and what is known of the
 *  work that it means. */
import type { RiskModelEvent } from '@jiahe/domain/catalogue.ts'
import { modelOf, modelsAt } from '@jiahe/domain/models/inForce.ts'
import type { RiskModel } from '@jiahe/domain/models/model.ts'
import { type Period, periodsOf } from '@jiahe/domain/policies/inForce.ts'
import { foldRiskModels, type PublishedModel, type RiskModelLine } from '@jiahe/domain/riskModels.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { statement } from './explain.ts'

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
    const ofTrack = line.models.activations.filter(({ track }) => track === document.track)
    const periods = periodsOf(ofTrack, (a) => a.id === published.id && a.version === published.version)
    return {
      ...{ ...document, hash: ref.hash, active: current[document.track].ref.hash === ref.hash },
      ...{ publishedAt, periods, whatIf, statement },
    }
  })
  return { revision: line.revision, items, nextCursor: null, total: items.length }
}
