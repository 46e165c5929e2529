/**
 * What a read model is: the tables that answer one question of a screen, the event types it reads, and a fold
 * that takes a batch. The fold loads the touched rows once, folds in memory, and writes each table with one
 * statement. It may be replayed at any time and has no effect but its rows.
 */
import type { DomainEvent, EventType } from '@jiahe/domain/catalogue.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import type { Tables } from './tables.ts'

export interface FoldContext {
  readonly regions: Regions
}
export interface ReadModel {
  readonly name: string
  /** Goes up when the shape or the meaning of its rows changes; a new version is rebuilt. */
  readonly version: number
  readonly types: readonly EventType[]
  /** DDL; tables are made in the schema that is current. */
  readonly tables: string
  fold(events: readonly DomainEvent[], tables: Tables, context: FoldContext): Promise<void>
}
