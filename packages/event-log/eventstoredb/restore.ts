/**
 * Takes a part of another log's history: what shares a case or a stream is one strand, written in its order, and
 * strands are written side by side. The server refuses what does not stand at its revision, and takes the same
 * events at the same place again as done, so a copy that was broken off goes on wherever it was.
 */
import { BrokenCopy, type RecordedEvent } from '../log.ts'
import type { Entry } from '../record.ts'
import { missingOf } from '../restore.ts'
import { type Store, WrongRevision } from './client.ts'

const AT_ONCE = 48
/** Larger ones save little, and a server may be set to take less than it does by itself. */
const APPEND_BYTES = 256 * 1024

type Patiently = <T>(ask: () => Promise<T>) => Promise<T>

export async function restoreInto(
  store: Store,
  events: readonly RecordedEvent[],
  patiently: Patiently,
): Promise<void> {
  const strands = strandsOf(events).values()
  const faults: unknown[] = []
  async function work(): Promise<void> {
    for (const strand of strands) {
      if (faults.length > 0) return
      await writeStrand(store, strand, patiently).catch((error) => faults.push(error))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  if (faults.length > 0) throw faults[0]
}

/** Events that share a case or a stream, directly or by others, are in one strand. */
function strandsOf(events: readonly RecordedEvent[]): RecordedEvent[][] {
  const bound = new Map<string, string>()
  const find = (name: string) => {
    let end = name
    for (let next = bound.get(end); next !== undefined; next = bound.get(end)) end = next
    return end
  }
  const caseOf = ({ metadata }: RecordedEvent) => `case ${metadata.correlationId}`
  for (const event of events) {
    const [one, other] = [find(caseOf(event)), find(`stream ${event.stream}`)]
    if (one !== other) bound.set(other, one)
  }
  return grouped(events, (event) => find(caseOf(event)))
}

function grouped(
  events: readonly RecordedEvent[],
  nameOf: (event: RecordedEvent) => string,
): RecordedEvent[][] {
  const groups = new Map<string, RecordedEvent[]>()
  for (const event of events) {
    const group = groups.get(nameOf(event))
    if (group) group.push(event)
    else groups.set(nameOf(event), [event])
  }
  return [...groups.values()]
}

async function writeStrand(
  store: Store,
  strand: readonly RecordedEvent[],
  patiently: Patiently,
): Promise<void> {
  const ends = new Map<string, RecordedEvent>()
  for (const run of runsOf(strand)) {
    const { stream, revision } = run[0]!
    const end = ends.get(stream)
    // A stream begins with its first event: if it was begun before, the server says so.
    const known = revision === 0 ? [] : end?.revision === revision - 1 ? [end] : null
    const before = known ?? (await look(store, run, patiently))
    if (!(await writeRun(store, run, before, patiently))) {
      const standing = await look(store, run, patiently)
      if (!(await writeRun(store, run, standing, patiently))) throw new BrokenCopy(run[0]!, 'wrong-revision')
    }
    ends.set(stream, run.at(-1)!)
  }
}

/** Neighbours of one stream. */
function runsOf(strand: readonly RecordedEvent[]): RecordedEvent[][] {
  const runs: RecordedEvent[][] = []
  for (const event of strand) {
    const run = runs.at(-1)
    if (run?.at(-1)?.stream === event.stream) run.push(event)
    else runs.push([event])
  }
  return runs
}

/** What stands of the run, and what it has to follow. */
const look = (store: Store, run: readonly RecordedEvent[], patiently: Patiently) => {
  const first = Math.min(...run.map(({ revision }) => revision))
  return patiently(() => store.readStream(run[0]!.stream, Math.max(0, first - 1)))
}

/** False where the stream is at another revision than `standing` says. */
async function writeRun(
  store: Store,
  run: readonly RecordedEvent[],
  standing: readonly RecordedEvent[],
  patiently: Patiently,
): Promise<boolean> {
  const places = new Map(standing.map((event) => [event.id, event]))
  const missing = missingOf(
    run,
    () => standing.at(-1) ?? null,
    (id) => places.get(id),
  )
  for (const entries of portionsOf(missing)) {
    const { stream, revision } = entries[0]!
    const append = () =>
      store.append(stream, revision - 1, entries).then(
        () => true,
        (error) => {
          if (error instanceof WrongRevision) return false
          throw error
        },
      )
    if (!(await patiently(append))) return false
  }
  return true
}

function portionsOf(entries: readonly Entry[]): Entry[][] {
  const portions: Entry[][] = []
  let bytes = 0
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.data) + Buffer.byteLength(JSON.stringify(entry.metadata))
    bytes += size
    const portion = portions.at(-1)
    if (portion && bytes <= APPEND_BYTES) portion.push(entry)
    else {
      portions.push([entry])
      bytes = size
    }
  }
  return portions
}
