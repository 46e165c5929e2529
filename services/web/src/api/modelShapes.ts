/** Answers about the risk models and what one of them would have made of the history. */
import type { RiskModel } from '@jiahe/domain/models/model.ts'
import type { Level } from '@jiahe/domain/vocabulary.ts'
import type { WhatIf } from '@jiahe/domain/whatIf/tally.ts'
import type { Page } from './shapes.ts'

/** The document, and what became of it. */
export interface ModelItem extends RiskModel {
  readonly hash: string
  readonly active: boolean
  readonly publishedAt: string | null
  /** Null: from the beginning, or without an end. */
  readonly periods: readonly { readonly since: string | null; readonly until: string | null }[]
  /** What its newest activation rests on. */
  readonly whatIf: unknown
  readonly statement: string
}
/** In the order in which they were published. */
export interface ModelList extends Page<ModelItem> {
  readonly revision: number
}
export interface WhatIfState {
  readonly id: string
  readonly model: { readonly id: string; readonly version: number }
  readonly state: 'running' | 'done' | 'failed' | 'interrupted'
  readonly readAt: string | null
  readonly progress: { readonly done: number; readonly total: number | null }
  readonly result: WhatIf | null
}
/** The newest that a version's activation could rest on. */
export interface WhatIfOfModel {
  readonly whatIf: WhatIfState | null
  /** Run too long ago, or against models that are no longer in force. */
  readonly outdated: boolean
}
export type { Level, RiskModel, WhatIf }
