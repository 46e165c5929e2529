/** Words for what police and courts do about the respondent, what is owed, and the report that the law asks for. */
import {
  breachable,
  letterVisitors,
  owedMeasures,
  protectedPersons,
  protectionApplicants,
  protections,
  reportMeans,
  reportWaiverReasons,
  respondentMeasures,
  revocationReasons,
  waiverReasons,
} from '@jiahe/domain/measureVocabulary.ts'
import { inLanguage } from './language.ts'

export const chinese = {
  ...{ breachable, letterVisitors, owedMeasures, protectedPersons, protectionApplicants, protections },
  ...{ reportMeans, reportWaiverReasons, respondentMeasures, revocationReasons, waiverReasons },
}

export const measureTexts = inLanguage(chinese, (english) => english.measures)
