/** EventStoreDB's positions as text: commit and prepare in hexadecimal of fixed width, which sorts as they do. */
import { type Position, type Positions, START } from '../log.ts'

/** Where a record stands in EventStoreDB's transaction file. */
export interface Place {
  readonly commit: bigint
  readonly prepare: bigint
}

const DIGITS = 16
const POSITION = new RegExp(`^[0-9a-f]{${2 * DIGITS}}$`)

export const positionAt = ({ commit, prepare }: Place): Position => digits(commit) + digits(prepare)

/** Null for the start. Throws on text that is no position of such a log. */
export function placeOf(position: Position): Place | null {
  if (position === START) return null
  if (!isPlace(position)) throw new Error('not a position of this log')
  return {
    commit: BigInt(`0x${position.slice(0, DIGITS)}`),
    prepare: BigInt(`0x${position.slice(DIGITS)}`),
  }
}

/** Bytes of the transaction file; how long a record is, nobody but the server knows. */
export const places: Positions = {
  includes: (text) => text === START || isPlace(text),
  distance: (position) => Number(placeOf(position)?.commit ?? 0n),
  gapless: false,
}

const isPlace = (text: string): boolean => POSITION.test(text)
const digits = (n: bigint) => n.toString(16).padStart(DIGITS, '0')
