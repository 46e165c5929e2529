/**
 * Copies a log into another page by page, and knows where it was broken off: the place in the source is kept after
 * each page stands in the target. What stands already is passed over, so a page may come twice.
 */
import { hashOf } from '@jiahe/event-log/hashChain.ts'
import { type Position, type RestorableLog, START } from '@jiahe/event-log/log.ts'

/** How far a copy has come. */
export interface Copied {
  /** Of the source: the last that was copied. */
  readonly position: Position
  /** Copied up to there, from the beginning. */
  readonly events: number
}
export const NOTHING_COPIED: Copied = { position: START, events: 0 }

export interface Copying {
  readonly source: RestorableLog
  readonly target: RestorableLog
  readonly from: Copied
  readonly page: number
  /** Called when a page stands in the target. */
  readonly keep: (copied: Copied) => void
}

export async function copyLog({ source, target, from, page: limit, keep }: Copying): Promise<Copied> {
  let copied = from
  for (let atEnd = false; !atEnd; ) {
    const page = await source.readAll({ after: copied.position, limit })
    await target.restore(page.events)
    copied = { position: page.position, events: copied.events + page.events.length }
    keep(copied)
    atEnd = page.atEnd
  }
  return copied
}

/** Where a copy goes on: at the beginning where the target is empty, behind what was kept where the target begins
 *  with an event of the source; null where it holds anything else. */
export async function continuation(
  source: RestorableLog,
  target: RestorableLog,
  kept: Copied | null,
): Promise<Copied | null> {
  const [first] = (await target.readAll({ after: START, limit: 1 })).events
  if (!first) return NOTHING_COPIED
  const [same] = await source.readStream(first.stream, first.revision)
  return kept && same && hashOf(first) === hashOf(same) ? kept : null
}
