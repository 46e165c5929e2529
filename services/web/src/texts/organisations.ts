/** The words of the directory and of duty rosters. */
import {
  capabilities,
  closingReasons,
  dutyRoles,
  organisationKinds,
  organisationStatuses,
} from '@jiahe/domain/vocabulary.ts'

export const organisationTexts = {
  kinds: organisationKinds,
  statuses: organisationStatuses,
  ...{ capabilities, closingReasons, dutyRoles },
}
