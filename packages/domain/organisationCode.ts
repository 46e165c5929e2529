/**
 * The code that an organisation is called by: a federation's is its region code, any other's what the city or the
 * state gave it, as the unified social credit code (GB 32100). It stands in events and in the name of a stream for
 * ever, so what could be a person's number or phone is none: files do hold such things in this column.
 */
import { plainDigits } from './idNumber.ts'

export type CodeFault = 'missing-code' | 'code-digits-lost' | 'code-format' | 'code-of-a-person'

const FORM = /^[0-9A-Z]{2,32}$/
/** Area, day of birth, number, check digit. */
const BORN = /^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dA-Z]$/
const CREDIT_CODE = /^[1-9A-Z][1-9A-Z]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/

/** The code in its one form, and what is wrong with it. */
export function readOrganisationCode(sent: string): {
  readonly code: string
  readonly fault: CodeFault | null
} {
  const code = plainDigits(sent)
  return { code, fault: faultOf(code) }
}

export const isOrganisationCode = (code: string): boolean => faultOf(code) === null

function faultOf(code: string): CodeFault | null {
  if (code === '') return 'missing-code'
  if (/^\d(\.\d+)?E\+\d{2}$/.test(code)) return 'code-digits-lost'
  if (!FORM.test(code) || !/\d/.test(code)) return 'code-format'
  if (isCreditCode(code)) return null
  return isPersonal(code) ? 'code-of-a-person' : null
}

/** With its check character, and no identity number, even a miswritten one, that happens to have the right one. */
export const isCreditCode = (code: string): boolean =>
  CREDIT_CODE.test(code) && code.endsWith(creditCheck(code)) && !BORN.test(code)

/** A number that somebody could be called or known by, alone or with letters around it. */
function isPersonal(code: string): boolean {
  const isIdNumber = /\d{15}/.test(code)
  const isMobile = /(?<!\d)1\d{10}(?!\d)/.test(code)
  const isLandline = /^0\d{6,}$/.test(code)
  return isIdNumber || isMobile || isLandline
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The 18th character of a credit code: weights 3^i mod 31 over the first 17. */
export function creditCheck(code: string): string {
  let sum = 0
  let weight = 1
  for (const character of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!
}
