import type { Words } from '../language.ts'
import type { chinese } from '../remarks.ts'

const asText = 'set the column to text and fill it in again'

export const remarks: Words<typeof chinese> = {
  'missing-code': { what: 'No code', todo: 'fill in the code' },
  'code-digits-lost': { what: 'The spreadsheet turned the code into scientific notation', todo: asText },
  'code-format': {
    what: 'The code has a wrong form',
    todo: 'use digits and capital letters only, 2 to 32 characters',
  },
  'code-of-a-person': {
    what: 'The code looks like an ID or telephone number',
    todo: "use the organisation's own code, never a person's number",
  },
  'code-of-a-region': {
    what: 'The code is a region code',
    todo: "region codes are for federations only; use the organisation's own code",
  },
  'federation-code': {
    what: "The federation's code differs from its region code",
    todo: "a federation's code is its region code",
  },
  'missing-name': { what: 'No name', todo: 'fill in the name' },
  'missing-region': {
    what: 'No region code',
    todo: 'fill in 4 digits for the city, 6 for a district, 9 for a township',
  },
  'region-digits-lost': { what: 'Digits of the region code are lost', todo: asText },
  'unknown-region': { what: 'There is no such region code', todo: 'check the code' },
  'outside-city': { what: 'Not in this city', todo: 'the directory holds organisations of this city only' },
  'outside-region': { what: 'Not in your area', todo: 'the federation above that place imports it' },
  'unclosed-quote': { what: 'A quotation mark is not closed', todo: 'add or remove one' },
  'unknown-column': {
    what: 'Unknown column, not imported',
    todo: 'rename it as in the template if it is needed',
  },
  'missing-kind-column': { what: 'The column is missing; recorded as "Other"', todo: 'add the kind' },
  'unknown-kind': { what: 'Unknown kind; recorded as "Other"', todo: 'use the words of the template' },
  'unknown-township-of-organisation': {
    what: 'There is no such township; recorded under the district',
    todo: 'check the code',
  },
  'unknown-capability': {
    what: 'An unknown service was left out',
    todo: 'use the words of the template, separated by the Chinese enumeration comma',
  },
  'unreadable-capacity': { what: 'The number of beds cannot be read', todo: 'fill in a number' },
  'unknown-status': { what: 'Unknown status; left unchanged', todo: 'use the words of the template' },
  'organisation-phone-format': {
    what: 'The telephone number has a wrong form',
    todo: 'check it, or nobody can be reached',
  },
  'phone-digits-lost': { what: 'Digits of the telephone number are lost', todo: asText },
  'code-stands-twice': {
    what: 'The same code stands in the file more than once',
    todo: 'the last row was taken; please check',
  },
  'cut-off': { what: 'Too long; cut off', todo: 'shorten it' },
}
