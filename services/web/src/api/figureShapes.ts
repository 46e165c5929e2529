/** Answers of the figures: the board, what is behind its numbers, its days, the coverage, and the map. */
export type { Board, BoardRow, Counts } from '@jiahe/read-models/board.ts'
export type { BoardDays } from '@jiahe/read-models/boardDays.ts'
export type { BoardItem } from '@jiahe/read-models/boardItems.ts'
export type { Coverage } from '@jiahe/read-models/callbackCoverage.ts'
export type { Dimension } from '@jiahe/read-models/dimensions.ts'

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
