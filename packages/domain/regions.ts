/**
 * Regions by GB/T 2260 (province 2, city 4, district 6 digits) and GB/T 10114 (township 9). The table itself
 * comes in as an argument; here is only how codes are read.
 */

export interface Regions {
  /** Whether the code (2, 4, 6 or 9 digits) is in the standard. */
  exists(code: string): boolean
  /** Chinese name; null when unknown. */
  name(code: string): string | null
  /** Codes one level down, in order. */
  children(code: string): readonly string[]
}

/** Cuts a code as it is sent (2, 4, 6, 9 or 12 digits, zeros filling what is not known) to 2, 4, 6 or 9 digits.
 *  Null when it is no code at all: one that lost digits must not be filled up to another township's. */
export function normaliseRegion(sent: string | null): string | null {
  if (sent === null || !/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(sent)) return null
  const full = sent.padEnd(12, '0')
  if (full.slice(6, 9) !== '000') return full.slice(0, 9)
  if (full.slice(4, 6) !== '00') return full.slice(0, 6)
  if (full.slice(2, 4) !== '00') return full.slice(0, 4)
  return full.slice(0, 2) === '00' ? null : full.slice(0, 2)
}

/** The code one level up: township → district → city → province; null above that. */
export function parentRegion(code: string): string | null {
  if (code.length === 9) return code.slice(0, 6)
  return code.length > 2 ? code.slice(0, code.length - 2) : null
}

/** Whether `region` lies in `area` or is it. */
export const within = (region: string, area: string): boolean => region.startsWith(area)
