/** The values of the dimensions of the dynamic database in words. */
import type { BoardDimension } from '@jiahe/domain/boardVocabulary.ts'
import { texts } from './zh.ts'

type Table = Readonly<Record<string, string>>
const tables: Readonly<Partial<Record<BoardDimension, Table>>> = {
  maritalStatus: texts.maritalStatuses,
  disputeType: texts.disputeTypes,
  grade: { ...texts.levels, ungraded: texts.board.ungraded },
  channel: texts.channels,
}
/** A value of any dimension but the region. */
export const boardValue = (dimension: BoardDimension, value: string | null): string =>
  value === null ? texts.board.none : (tables[dimension]?.[value] ?? value)

export const disposalName = (result: string): string => (texts.disposalResults as Table)[result] ?? result
