/** Moments as the bureaus' files write them. Without a zone they are Asia/Shanghai. */
import { plainDigits } from '@jiahe/domain/idNumber.ts'

const SHANGHAI_MIN = 8 * 60
const patterns = [
  /^(?<y>\d{4})[-/.年](?<m>\d{1,2})[-/.月](?<d>\d{1,2})日?(?:[\sT]*(?<half>上午|下午|凌晨|早上|中午|晚上|晚)?\s*(?<h>\d{1,2})[:时点](?:(?<min>\d{1,2})(?:[:分](?:(?<s>\d{1,2})(?:\.\d+)?)?秒?)?)?(?:\s*(?<noon>AM|PM))?)?$/i,
  /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?:[\sT]?(?<h>\d{2}):?(?<min>\d{2})(?::?(?<s>\d{2})(?:\.\d+)?)?)?$/,
]
const zone = /(?<=\d)\s*(?:(?<utc>Z)|(?<sign>[+-])(?<zh>\d{2}):?(?<zm>\d{2})?)$/i

/** ISO 8601 in UTC; null when it cannot be read. */
export function readMoment(cell: string): string | null {
  const text = cell.normalize('NFKC').trim().replace(/\s+/g, ' ')
  if (/^\d{5}(\.\d+)?$/.test(text)) return fromSerial(Number(text))
  // A sign before the last digits is a zone only after a time: `2026-05-01` has none.
  const zoned = /\d[T ]\d|\d:\d/.test(text) ? zone.exec(text) : null
  const parts = partsOf(zoned ? text.slice(0, zoned.index) : text)
  if (!parts) return null
  const { utc, sign, zh, zm } = zoned?.groups ?? {}
  const offset_min = (sign === '-' ? -1 : 1) * (Number(zh) * 60 + Number(zm ?? 0))
  return fromParts(parts, utc ? 0 : sign ? offset_min : SHANGHAI_MIN)
}

type Parts = readonly [y: number, m: number, d: number, h: number, min: number, s: number]

function partsOf(text: string): Parts | null {
  const groups = patterns.map((pattern) => pattern.exec(text)).find((match) => match)?.groups
  if (!groups) return null
  const n = (part: string | undefined) => Number(part ?? 0)
  const { y, m, d, h, min, s, half, noon } = groups
  return [n(y), n(m), n(d), hourOf(n(h), half ?? noon), n(min), n(s)]
}

/** Hours of a twelve-hour clock to those of the day. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour
  const afternoon = /^(下午|晚上|晚|pm)$/i.test(half) || (half === '中午' && hour < 11)
  return (hour % 12) + (afternoon || (half === '中午' && hour === 12) ? 12 : half === '中午' ? 0 : 0)
}

/** Excel's days since 1899-12-30, of a clock on the wall. */
function fromSerial(days: number): string | null {
  const moment = new Date(Math.round(days * 86_400) * 1000 - 25_569 * 86_400_000)
  const parts = moment.toISOString().match(/\d+/g)!.slice(0, 6).map(Number)
  return fromParts(parts as unknown as Parts, SHANGHAI_MIN)
}

function fromParts([y, m, d, h, min, s]: Parts, offset_min: number): string | null {
  const wall = new Date(Date.UTC(y, m - 1, d, h, min, s))
  const isReal = wall.getUTCMonth() === m - 1 && wall.getUTCDate() === d && h < 24 && min < 60 && s < 60
  return isReal ? new Date(wall.getTime() - offset_min * 60_000).toISOString() : null
}

/** A date of birth as `YYYY-MM-DD`; undefined when it cannot be read. */
export function readDate(cell: string): string | undefined {
  const digits = plainDigits(cell)
  const moment = readMoment(/^\d{8}$/.test(digits) ? digits : cell)
  return moment ? new Date(Date.parse(moment) + SHANGHAI_MIN * 60_000).toISOString().slice(0, 10) : undefined
}
