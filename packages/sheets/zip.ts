/**
 * The parts of a zip file, unpacked piece by piece in memory: nothing of a file that holds people's data is ever
 * written to a disk, and nothing comes out of it that its directory did not announce.
 */
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { UnreadableFile } from './unreadable.ts'

/** What the parts may be together when unpacked. */
const UNPACKED_BYTES = 1024 * 1024 * 1024
/** A workbook has one for each sheet and picture, and a dozen more. */
const PARTS = 10_000

/** Text of a part by its name; null when there is none. */
export type Zip = (name: string) => AsyncGenerator<string> | null

/** Throws `broken-workbook` when the directory is not whole, `too-large-unpacked` when too much would come out. */
export async function openZip(bytes: Buffer): Promise<Zip> {
  const { file, entries } = await directoryOf(bytes)
  const unpacked = [...entries.values()].reduce((total, entry) => total + entry.uncompressedSize, 0)
  if (unpacked > UNPACKED_BYTES) throw new UnreadableFile('too-large-unpacked')
  return (name) => {
    const entry = entries.get(name)
    return entry ? textOf(file, entry) : null
  }
}

async function directoryOf(bytes: Buffer): Promise<{ file: ZipFile; entries: Map<string, Entry> }> {
  const entries = new Map<string, Entry>()
  try {
    const file = await fromBufferPromise(bytes, { lazyEntries: true })
    if (file.entryCount <= PARTS)
      for await (const entry of file.eachEntry()) entries.set(entry.fileName, entry)
    if (entries.size > 0) return { file, entries }
  } catch {
    throw new UnreadableFile('broken-workbook')
  }
  throw new UnreadableFile('broken-workbook')
}

/** Throws `broken-workbook` when the part is damaged, is not as long as it says, or is no UTF-8. */
async function* textOf(file: ZipFile, entry: Entry): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of await file.openReadStreamPromise(entry))
      yield decoder.decode(piece as Buffer, { stream: true })
    yield decoder.decode()
  } catch {
    throw new UnreadableFile('broken-workbook')
  }
}
