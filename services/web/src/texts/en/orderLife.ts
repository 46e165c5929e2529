import type { Words } from '../language.ts'
import type { chinese } from '../orderLife.ts'
import { codedForOrders as coded } from './orderVocabulary.ts'

export const orderLife: Words<typeof chinese> = {
  kinds: coded.resourceKinds,
  purposes: coded.resourcePurposes,
  declines: coded.resourceDeclines,
  outcomes: coded.resourceOutcomes,
  withdrawals: coded.resourceWithdrawals,
  engagementStates: coded.engagementStates,
  supervisionReasons: coded.supervisionReasons,
  supervisionStates: coded.supervisionStates,
  extensionReasons: coded.extensionReasons,
  reopenReasons: coded.reopenReasons,
  scores: {
    5: 'Very satisfied',
    4: 'Satisfied',
    3: 'Neutral',
    2: 'Dissatisfied',
    1: 'Very dissatisfied',
  },
}
