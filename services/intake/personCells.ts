/** What the cells of a row say of one person. */

import type { PersonField } from '@jiahe/domain/fileColumns.ts'
import { plainDigits } from '@jiahe/domain/idNumber.ts'
import { readDate } from './moment.ts'
import { readSex } from './words.ts'

export type PersonCells = Partial<Record<PersonField, string>>

const NAME_LENGTH = 100
const NUMBER_LENGTH = 64
/** What is written where there is no number. */
const none = /^(无|没有|暂无|未知|不详|不明|未提供)$/

/** Takes a cell that is not empty into the person; what cannot be read is left out and warned about. */
export function putPerson(
  person: PersonCells,
  field: PersonField,
  cell: string,
  warn: (reason: string) => void,
): void {
  const value = readCell(field, cell)
  if (value === undefined) warn(field === 'sex' ? 'unknown-sex' : 'unreadable-date')
  else if (value !== '') person[field] = value
}

/** Undefined when it cannot be read, empty when it says that there is nothing. */
function readCell(field: PersonField, cell: string): string | undefined {
  switch (field) {
    case 'sex':
      return readSex(cell)
    case 'birthDate':
      return none.test(cell) ? '' : readDate(cell)
    case 'name':
      // Names of two characters are padded to look like names of three.
      return cell.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '').slice(0, NAME_LENGTH)
    default: {
      const digits = plainDigits(cell).replace(/\.0+$/, '')
      return none.test(digits) ? '' : digits.slice(0, NUMBER_LENGTH)
    }
  }
}
