/**
 * Resident identity numbers (GB 11643) and phones as people and spreadsheets write them, brought to one form.
 * Whether the number's area exists is not asked: the made-up area 999000 is as good as any.
 */

/** Full-width digits and letters to plain ones; spaces, dashes and invisible marks gone. */
export const plainDigits = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff'’‘`\u2010-\u2015\u2212-]/g, '')
    .toUpperCase()

/** A number as a spreadsheet shows it when it has more digits than fit: `9.99E+17`. What followed is gone. */
export const isScientific = (text: string): boolean => /^\d+(\.\d+)?E\+?\d+$/.test(text)

export type IdNumberFault = 'id-number-check-digit' | 'id-number-digits-lost' | 'id-number-format'

/** The number in its one form, and what is wrong with it; a faulty one is never used to match people. */
export function readIdNumber(sent: string): {
  readonly number: string
  readonly fault: IdNumberFault | null
} {
  const number = plainDigits(sent)
  if (isScientific(number)) return { number, fault: 'id-number-digits-lost' }
  if (!/^\d{17}[\dX]$/.test(number) || !isDate(number.slice(6, 14)))
    return { number, fault: 'id-number-format' }
  if (number.endsWith(checkDigit(number.slice(0, 17)))) return { number, fault: null }
  // A spreadsheet keeps fifteen digits of a number and fills up with zeros.
  return { number, fault: number.endsWith('000') ? 'id-number-digits-lost' : 'id-number-check-digit' }
}

/** Weights 2^(17-i) mod 11 over the first 17 digits. */
export function checkDigit(first17: string): string {
  const sum = [...first17].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0)
  return '10X98765432'[sum % 11]!
}

function isDate(yyyymmdd: string): boolean {
  const iso = `${yyyymmdd.slice(0, 4)}-${yyyymmdd.slice(4, 6)}-${yyyymmdd.slice(6)}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso)
}

/** A phone in its one form, without the country's code. Not usable: what nobody can be called by or told apart
 *  by (too few digits, several numbers in one, one digit over and over). */
export function readPhone(sent: string): {
  readonly phone: string
  readonly usable: boolean
  readonly digitsLost: boolean
} {
  const phone = plainDigits(sent)
    .replace(/[()]/g, '')
    .replace(/^(\+|00)?86(?=1\d{10}$)/, '')
  return {
    phone,
    usable: /^\d{7,12}$/.test(phone) && !/^(\d)\1+$/.test(phone),
    digitsLost: isScientific(phone),
  }
}
