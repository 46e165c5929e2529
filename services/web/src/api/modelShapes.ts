/** Answers about the risk models and what one of them would have made of the history. */
import type { Level } from '@jiahe/domain/vocabulary.ts'
import type { WhatIf } from '@jiahe/domain/whatIf/tally.ts'
import type { Page } from './shapes.ts'

export interface ModelItem {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly track: 'violence' | 'dispute'
  readonly active: boolean
  readonly publishedAt: string | null
  /** Null: from the beginning, or without an end. */
  readonly periods: readonly { readonly since: string | null; readonly until: string | null }[]
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
export type { Level, WhatIf }
