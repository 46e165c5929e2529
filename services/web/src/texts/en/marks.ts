import type { Words } from '../language.ts'
import type { chinese } from '../marks.ts'

export const marks: Words<typeof chinese> = {
  list: (items) => items.join(', '),
  commas: (items) => items.join(', '),
  clauses: (items) => items.join('; '),
  further: (words) => `; ${words}`,
  span: (from, to) => `${from} to ${to}`,
  is: (name, value) => `${name}: ${value}`,
  name: (name) => `${name}:`,
  also: (one, other) => `${one}, ${other}`,
  sentence: (words) => `${words}. `,
  bracketed: (words, more) => `${words} (${more})`,
}
