/** Answers of the figures: the board and the coverage. */
import type { BoardMeasure } from '@jiahe/domain/boardVocabulary.ts'
import type { Channel, DisputeType, Level } from '@jiahe/domain/vocabulary.ts'

export interface Counts {
  readonly alerts: number
  readonly reports: number
  readonly cases: number
  readonly callbacksDue: number
  readonly callbacksLate: number
  readonly callbacksDone: number
  readonly callbacksUnreachable: number
  readonly ordersDispatched: number
  readonly ordersAccepted: number
  readonly ordersReturned: number
  readonly ordersLate: number
  readonly ordersClosed: number
  readonly tracked: number
  readonly disposals: Readonly<Record<string, number>>
}
export type Dimension = 'region' | 'maritalStatus' | 'disputeType' | 'grade' | 'channel' | 'day'
export type BoardRow = Counts & { readonly [D in Dimension]?: string | null }
export interface Board {
  readonly asOf: string
  readonly by: readonly Dimension[]
  readonly rows: readonly BoardRow[]
  readonly totals: Counts
}

export interface BoardItem {
  readonly caseId: string
  readonly intakeId: string | null
  readonly orderId: string | null
  readonly at: string
  readonly regionCode: string | null
  readonly maritalStatus: string | null
  readonly disputeType: DisputeType
  readonly grade: Level | 'ungraded'
  readonly channel: Channel
  readonly day: string
  readonly dueAt: string | null
  readonly assignee: string | null
}
export type Series = Readonly<Record<BoardMeasure, readonly number[]>>
export interface BoardDays {
  readonly days: readonly string[]
  readonly rows: readonly (Series & { readonly region: string | null })[]
  readonly totals: Series
}
export interface CityMap {
  readonly type: 'FeatureCollection'
  readonly features: readonly {
    readonly type: 'Feature'
    readonly properties: {
      readonly regionCode: string
      readonly name?: string
    }
    readonly geometry: object
  }[]
}

export interface Coverage {
  readonly alerts: number
  readonly done: number
  readonly due: number
  readonly late: number
  readonly unreachable: number
  readonly missing: number
}
