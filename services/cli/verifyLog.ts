/**
 * Proves the log itself: every stream's hash chain, positions without a gap, the signed heads. It looks at the pages that
 * are read for the read models, so that the log is read once for both, and reads what is left behind them.
 */
import { chainVerifier } from '@jiahe/event-log/hashChain.ts'
import { type EventLog, type Page, START } from '@jiahe/event-log/log.ts'
import type { headVerifier } from '@jiahe/event-log/signedHead.ts'
import { expected, type Progress } from './progress.ts'
import { isDecided } from './verifyDecisions.ts'

export interface VerifiedLog {
  readonly events: number
  readonly streams: number
  /** Whether a gap between positions would have shown. */
  readonly gapless: boolean
}
export interface LogFinding {
  readonly check: 'positions' | 'chain' | 'head'
  readonly reason: string
  readonly at: string
}
export interface LogProof {
  /** A page for whoever folds. The one that follows what was proved is proved on the way. */
  read(after: string): Promise<Page>
  /** Proves what nobody has read. `timed`: the streams in which something is owed by a moment. */
  finished(): Promise<
    VerifiedLog & { readonly findings: readonly LogFinding[]; readonly timed: readonly string[] }
  >
}

const PAGE = 5000

export async function logProof(
  log: EventLog,
  heads: ReturnType<typeof headVerifier>,
  bar: Progress,
): Promise<LogProof> {
  const { distance, gapless } = log.positions
  const head = await log.head()
  const chain = chainVerifier()
  const findings: LogFinding[] = []
  const timed: string[] = []
  let [events, streams] = [0, 0]
  /** Of the last event, and how far was looked. */
  let [last, proved, atEnd] = [START, START, false]

  function prove(page: Page): void {
    for (const event of page.events) {
      const { hash, broken } = chain(event)
      heads.add(event, hash)
      if (gapless && distance(event.position) !== distance(last) + 1)
        findings.push({ check: 'positions', reason: 'gap', at: event.position })
      last = event.position
      events++
      if (event.revision === 0) streams++
      if (event.revision === 0 && isDecided(event.stream)) timed.push(event.stream)
      if (broken)
        findings.push({ check: 'chain', reason: broken.reason, at: `${broken.stream}@${broken.revision}` })
    }
    proved = page.position
    atEnd = page.atEnd
    bar.update(events, expected(events, distance(proved), distance(head)))
  }

  async function read(after: string): Promise<Page> {
    const page = await log.readAll({ after, limit: PAGE })
    if (after === proved) prove(page)
    return page
  }

  async function finished() {
    while (!atEnd) await read(proved)
    // The head has counted events that are no longer there.
    if (last < head) findings.push({ check: 'positions', reason: 'cut-off', at: head })
    for (const found of heads.findings()) findings.push({ check: 'head', ...found })
    return { events, streams, gapless, findings, timed }
  }

  return { read, finished }
}
