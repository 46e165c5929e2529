import type { chinese } from '../grade.ts'
import type { Words } from '../language.ts'

export const grade: Words<typeof chinese> = {
  title: 'How the grade came about',
  littleKnown: 'Low, little known',
  littleKnownNote:
    'Less than half is known. The grade may be low only because so little is known; please find out what is missing soon.',
  none: 'Not graded yet',
  points: (n) => (n === 1 ? '1 point' : `${n} points`),
  noEarlier: 'Graded only once',
  mandatoryReport:
    'A child is harmed or threatened: article 14 of the Anti-Domestic Violence Law requires a report.',
  outsideValidation: 'The scale was not made for this relationship; take the grade as a hint only.',
  coverage: 'Known',
  floor: 'Floor',
  floorNote: 'Any one of these makes it at least high',
  unknowns: (n) => `${n} unknown`,
  nothing: 'Nothing that scores',
  sources: (n) => (n === 1 ? 'from 1 record' : `from ${n} records`),
  caution:
    'Points are a starting value taken from published instruments and expert judgement. They have not been validated locally and support your own judgement only.',
  earlier: 'Earlier grades',
  source: 'Source',
}
