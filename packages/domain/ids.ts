/**
 * Identifiers that sort by time: UUIDv7 for what comes from outside, UUIDv8 for what is derived from a cause,
 * so that a policy that runs twice names the same event twice and the log keeps it once (RFC 9562).
 */
import { createHash, randomBytes } from 'node:crypto'

/** A UUIDv7 of the given moment; `random` gives at least 10 bytes. */
export function uuidv7(now: Date, random: (bytes: number) => Uint8Array = randomBytes): string {
  return layout(now.getTime(), random(10), 7)
}

/** A UUIDv8: the milliseconds of `time` followed by a SHA-256 of the parts. The same arguments give the same id. */
export function derivedId(time: Date | string, ...cause: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(cause)).digest()
  return layout(new Date(time).getTime(), hash, 8)
}

/** The moment that a v7 or v8 id of ours begins with. */
export function timeOfId(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

/** The case of an unordered pair of people: the same pair always gives the same id. Times sort by the person
 *  whom we met later, since the case cannot be older than that. */
export function caseIdOfPair(personA: string, personB: string): string {
  const [first, second] = personA < personB ? [personA, personB] : [personB, personA]
  const time = new Date(Math.max(timeOfId(first).getTime(), timeOfId(second).getTime()))
  return derivedId(time, 'case', first, second)
}

/** The n-th order of a case, n from 1: derived from the case alone, so two dispatchers name the same stream. */
export function orderIdOf(caseId: string, n: number): string {
  return derivedId(timeOfId(caseId), 'order', caseId, String(n))
}

function layout(time_ms: number, payload: Uint8Array, version: 7 | 8): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(time_ms, 0, 6)
  bytes.set(payload.subarray(0, 10), 6)
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
