/** The words of what goes on around an order: whom it engages, how it is supervised, extended, judged, reopened. */
import {
  engagementStates,
  extensionReasons,
  reopenReasons,
  resourceDeclines,
  resourceKinds,
  resourceOutcomes,
  resourcePurposes,
  resourceWithdrawals,
  supervisionReasons,
  supervisionStates,
} from '@jiahe/domain/orderVocabulary.ts'
import { inLanguage } from './language.ts'

export const chinese = {
  kinds: resourceKinds,
  purposes: resourcePurposes,
  declines: resourceDeclines,
  outcomes: resourceOutcomes,
  withdrawals: resourceWithdrawals,
  ...{ engagementStates, supervisionReasons, supervisionStates, extensionReasons, reopenReasons },
  scores: { 5: '非常满意', 4: '满意', 3: '一般', 2: '不满意', 1: '非常不满意' },
} as const

export const orderLifeTexts = inLanguage(chinese, (english) => english.orderLife)
