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

export const measureTexts = {
  ...{ breachable, letterVisitors, owedMeasures, protectedPersons, protectionApplicants, protections },
  ...{ reportMeans, reportWaiverReasons, respondentMeasures, revocationReasons, waiverReasons },
}
