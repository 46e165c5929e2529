/** Every read model of the product, in the order in which a page is folded into them. */
import { answerDesk } from './answerDesk.ts'
import { callbackCoverage } from './callbackCoverage.ts'
import { callbackDesk } from './callbackDesk.ts'
import { caseCard } from './caseCard.ts'
import { caseSeal } from './caseSeal.ts'
import { dutyRoster } from './dutyRoster.ts'
import { dynamicDatabase } from './dynamicDatabase.ts'
import { orderDesk } from './orderDesk.ts'
import { organisations } from './organisations.ts'
import { overrides } from './overrides.ts'
import type { ReadModel } from './readModel.ts'
import { supervisionList } from './supervisionList.ts'

export const readModels: readonly ReadModel[] = [
  dynamicDatabase,
  callbackCoverage,
  orderDesk,
  callbackDesk,
  answerDesk,
  caseCard,
  caseSeal,
  organisations,
  dutyRoster,
  overrides,
  supervisionList,
]
