/**
 * What-if over the whole history: every case's stream is read up to one position and replayed, by the models in force and
 * with the candidate among them. One case after the other, so the memory that it takes does not grow with their
 * histories, and between them whoever else the process serves has a turn. Changes nothing.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { FamilyCaseEvent } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import { modelsAt, withCandidate } from '@jiahe/domain/models/inForce.ts'
import type { DefinedModel } from '@jiahe/domain/models/model.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { type CaseReplay, replayCase } from '@jiahe/domain/whatIf/replay.ts'
import { newTally, type WhatIf } from '@jiahe/domain/whatIf/tally.ts'
import { type EventLog, type Position, START } from './log.ts'

export interface WhatIfOptions {
  readonly log: Pick<EventLog, 'readAll' | 'readStream' | 'head'>
  readonly candidate: DefinedModel
  readonly desk: Desk
  /** The moment whose models are those in force. */
  readonly now: Date
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

const PAGE = 2000
const AT_ONCE = 8

/** Throws the signal's reason when it aborts. */
export async function runWhatIf(options: WhatIfOptions): Promise<WhatIf> {
  const { log, candidate, desk, now, signal, onProgress } = options
  const position = await log.head()
  const inForce = modelsAt(desk.models, now)
  const models = { inForce, candidate: withCandidate(inForce, candidate) }
  const tally = newTally()
  const streams = await caseStreams(options, position)
  const replayed = async (stream: string): Promise<CaseReplay | 'unreadable' | null> => {
    const events = (await log.readStream(stream)).filter((event) => event.position <= position)
    try {
      return replayCase(events.map(readEvent) as FamilyCaseEvent[], models, desk)
    } catch {
      return 'unreadable'
    }
  }
  for (let i = 0; i < streams.length; i += AT_ONCE) {
    signal?.throwIfAborted()
    for (const replay of await Promise.all(streams.slice(i, i + AT_ONCE).map(replayed))) {
      if (replay === 'unreadable') tally.addUnreadable()
      else if (replay) tally.add(replay)
    }
    onProgress?.(Math.min(i + AT_ONCE, streams.length), streams.length)
    await turn()
  }
  return tally.result(candidate, inForce, position)
}

/** Those in which something was received. */
async function caseStreams({ log, signal }: WhatIfOptions, until: Position): Promise<string[]> {
  const streams = new Set<string>()
  const wanted = { categories: ['familyCase'], types: ['AlertReceived', 'ReportReceived'] }
  for (let after = START; after < until; ) {
    signal?.throwIfAborted()
    const page = await log.readAll({ after, limit: PAGE, ...wanted })
    for (const { stream, position } of page.events) if (position <= until) streams.add(stream)
    if (page.atEnd) break
    after = page.position
  }
  return [...streams]
}
