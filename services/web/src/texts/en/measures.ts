import type { Words } from '../language.ts'
import type { chinese } from '../measures.ts'
import { codedForMeasures } from './orderVocabulary.ts'

export const measures: Words<typeof chinese> = codedForMeasures
