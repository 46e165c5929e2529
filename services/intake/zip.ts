/**
 * The parts of a zip file, found by its directory and unpacked piece by piece in memory: nothing of a file that
 * holds people's data is ever written to a disk.
 */
import { createInflateRaw } from 'node:zlib'
import { Problem } from '@jiahe/service-kit/problem.ts'

/** What the parts may be together when unpacked. */
const UNPACKED_BYTES = 1024 * 1024 * 1024
const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 5, 6])
const DIRECTORY_ENTRY = Buffer.from([0x50, 0x4b, 1, 2])
const LOCAL_HEADER = Buffer.from([0x50, 0x4b, 3, 4])
const STORED = 0
const DEFLATED = 8

interface Entry {
  readonly packed: Buffer
  readonly method: number
  readonly size: number
}
/** Text of a part by its name; null when there is none. */
export type Zip = (name: string) => AsyncGenerator<string> | null

/** Throws `invalid-file` when the directory is not whole, or too much would come out. */
export function openZip(bytes: Buffer): Zip {
  const entries = entriesOf(bytes)
  if (entries === null || entries.size === 0) throw brokenFile()
  const unpacked = [...entries.values()].reduce((total, { size }) => total + size, 0)
  if (unpacked > UNPACKED_BYTES) throw new Problem('invalid-file', { detail: 'XLSX 解压后过大' })
  return (name) => {
    const entry = entries.get(name)
    return entry ? textOf(entry) : null
  }
}

export const brokenFile = (): Problem => new Problem('invalid-file', { detail: '不是完整的 XLSX 文件' })

function entriesOf(bytes: Buffer): Map<string, Entry> | null {
  const end = bytes.lastIndexOf(END_OF_DIRECTORY)
  if (end < 0 || end + 22 > bytes.length) return null
  const entries = new Map<string, Entry>()
  let at = bytes.readUInt32LE(end + 16)
  for (let i = bytes.readUInt16LE(end + 10); i > 0; i--) {
    if (at + 46 > end || !bytes.subarray(at, at + 4).equals(DIRECTORY_ENTRY)) return null
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
    const from = bytes.readUInt32LE(at + 42)
    if (from + 30 > end || !bytes.subarray(from, from + 4).equals(LOCAL_HEADER)) return null
    const start = from + 30 + bytes.readUInt16LE(from + 26) + bytes.readUInt16LE(from + 28)
    entries.set(bytes.toString('utf8', at + 46, nameEnd), {
      packed: bytes.subarray(start, Math.min(start + bytes.readUInt32LE(at + 20), end)),
      method: bytes.readUInt16LE(at + 10),
      size: bytes.readUInt32LE(at + 24),
    })
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

/** Throws `invalid-file` when the part is damaged, says less than it is, or is no UTF-8. */
async function* textOf({ packed, method, size }: Entry): AsyncGenerator<string> {
  if (method !== STORED && method !== DEFLATED) throw brokenFile()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let unpacked = 0
  try {
    for await (const piece of method === STORED ? [packed] : createInflateRaw().end(packed)) {
      unpacked += piece.length
      if (unpacked > size) throw brokenFile()
      yield decoder.decode(piece, { stream: true })
    }
    yield decoder.decode()
  } catch {
    throw brokenFile()
  }
  if (unpacked < size) throw brokenFile()
}
