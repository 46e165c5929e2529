/** What a sender is told of one submission once it is durable: what it became, what is doubtful about it, and for
 *  a report from the web the code by which the person asks what became of it. */
import type { Regions } from '@jiahe/domain/regions.ts'
import type { IntakeBody, Kind } from './body.ts'
import type { Accepted, Intake } from './intake.ts'
import { giveCode, hasReceiptCode } from './receiptCodes.ts'
import type { IntakeDb } from './receiptTable.ts'
import { type Warning, warningsOf } from './warnings.ts'

export interface Acceptance extends Accepted {
  readonly warnings: readonly Warning[]
  readonly receiptCode?: string
}
export interface Acceptor {
  readonly db: IntakeDb
  readonly submit: Intake['submit']
  readonly regions: Regions
  /** Of the blind index. */
  readonly indexKey: Buffer
}

export async function accept(
  { db, submit, regions, indexKey }: Acceptor,
  kind: Kind,
  body: IntakeBody,
): Promise<Acceptance> {
  const accepted = await submit({ kind, body })
  const warnings = warningsOf(body, regions)
  if (!hasReceiptCode(body)) return { ...accepted, warnings }
  return { ...accepted, warnings, receiptCode: await giveCode(db, indexKey, body) }
}
