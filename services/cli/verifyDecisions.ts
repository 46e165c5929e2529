/**
 * Holds the deadlines and grades of every case and order against its history: each deadline worked out again from the events before it,
 * the policy in force and the calendar, and each that passed recorded as missed; and every grade, by the model that was
 * in force. Streams are read one by one, so the memory that it takes does not grow with the log.
 */
import type { DomainEvent, FamilyCaseEvent } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import { gradeFaultsOf } from '@jiahe/domain/gradeProof.ts'
import { faultsOf } from '@jiahe/domain/passedProof.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { progress } from './progress.ts'
import { recordedDesk } from './recordedDesk.ts'

export interface DecisionFinding {
  readonly check: 'deadlines' | 'grades'
  readonly reason: string
  /** Stream and revision, with the type of event that it is about. */
  readonly at: string
}

const AT_ONCE = 16
/** What passed so recently may still be on its way into the log. */
const GRACE_MS = 60_000

export async function verifyDecisions(
  log: EventLog,
  streams: readonly string[],
  city: string,
  now: Date,
): Promise<DecisionFinding[]> {
  const desk = await recordedDesk(log, city)
  const by = new Date(now.getTime() - GRACE_MS)
  const bar = progress('核对时限与分级', '条流')
  const findings: DecisionFinding[] = []
  for (let i = 0; i < streams.length; i += AT_ONCE) {
    const some = streams.slice(i, i + AT_ONCE)
    findings.push(...(await Promise.all(some.map((stream) => findingsOf(log, stream, by, desk)))).flat())
    bar.update(Math.min(i + AT_ONCE, streams.length), streams.length)
  }
  bar.end()
  return findings
}

/** Only cases and orders are decided on. */
export const isDecided = (stream: string): boolean => /^(familyCase|workOrder)-/.test(stream)

async function findingsOf(log: EventLog, stream: string, by: Date, desk: Desk): Promise<DecisionFinding[]> {
  const recorded = await log.readStream(stream)
  try {
    const history = recorded.map(readEvent) as DomainEvent[]
    const faults = faultsOf(history, by, desk).map(({ fault, type, revision }) => ({
      ...{ check: 'deadlines' as const, reason: fault },
      at: `${stream}@${revision} ${type}`,
    }))
    return [...faults, ...gradeFindings(stream, history, desk)]
  } catch {
    return [{ check: 'deadlines', reason: 'cannot-be-folded', at: stream }]
  }
}

function gradeFindings(stream: string, history: readonly DomainEvent[], { models }: Desk): DecisionFinding[] {
  if (!stream.startsWith('familyCase-')) return []
  return gradeFaultsOf(history as FamilyCaseEvent[], models).map(({ fault, revision }) => ({
    ...{ check: 'grades', reason: fault, at: `${stream}@${revision}` },
  }))
}
