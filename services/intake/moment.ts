/** Moments as the bureaus' files write them. Without a zone they are Asia/Shanghai. */
import { plainDigits } from '@jiahe/domain/idNumber.ts'

const patterns = [
  /^(?<y>\d{4})[-/.年](?<m>\d{1,2})[-/.月](?<d>\d{1,2})日?(?:[\sT]*(?<h>\d{1,2})[:时点](?<min>\d{1,2})(?:[:分](?<s>\d{1,2})?(?:\.\d+)?秒?)?分?)?$/,
  /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?:(?<h>\d{2})(?<min>\d{2})(?<s>\d{2})?)?$/,
]

/** ISO 8601 with zone; null when it cannot be read. */
export function readMoment(cell: string): string | null {
  const text = cell.normalize('NFKC').trim().replace(/\s+/g, ' ')
  if (/(Z|[+-]\d{2}:?\d{2})$/.test(text) && /T|\d:\d/.test(text)) {
    const time = Date.parse(text.replace(' ', 'T'))
    return Number.isNaN(time) ? null : new Date(time).toISOString()
  }
  if (/^\d{5}(\.\d+)?$/.test(text)) return fromSerial(Number(text))
  const parts = patterns.map((pattern) => pattern.exec(text)).find((match) => match)?.groups
  if (!parts) return null
  const n = (part: string | undefined) => Number(part ?? 0)
  return fromParts(n(parts.y), n(parts.m), n(parts.d), n(parts.h), n(parts.min), n(parts.s))
}

/** Excel's days since 1899-12-30. */
function fromSerial(days: number): string | null {
  const moment = new Date(Math.round(days * 86_400) * 1000 - 25_569 * 86_400_000)
  const [y, m, d, h, min, s] = moment.toISOString().match(/\d+/g)!.map(Number)
  return fromParts(y!, m!, d!, h!, min!, s!)
}

function fromParts(y: number, m: number, d: number, h: number, min: number, s: number): string | null {
  const utc = new Date(Date.UTC(y, m - 1, d, h, min, s))
  const real = utc.getUTCMonth() === m - 1 && utc.getUTCDate() === d && h < 24 && min < 60 && s < 60
  return real ? new Date(utc.getTime() - 8 * 3_600_000).toISOString() : null
}

/** A date of birth as `YYYY-MM-DD`; undefined when it cannot be read. */
export function readDate(cell: string): string | undefined {
  const moment = readMoment(plainDigits(cell).length === 8 ? plainDigits(cell) : cell)
  return moment ? new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 10) : undefined
}
