/** The screens in English: the chunk that is fetched when English was chosen. It imports nothing from outside this
 *  folder but types. */
import { access } from './access.ts'
import { dispatch } from './dispatch.ts'
import { drafts } from './drafts.ts'
import { factors } from './factors.ts'
import { figures } from './figures.ts'
import { happenings } from './history.ts'
import { home } from './home.ts'
import { marks } from './marks.ts'
import { measures } from './measures.ts'
import { orderLife } from './orderLife.ts'
import { orders } from './orders.ts'
import { organisations } from './organisations.ts'
import { policies } from './policies.ts'
import { reasons } from './reasons.ts'
import { remarks } from './remarks.ts'
import { texts } from './texts.ts'

export const english = {
  ...{ access, dispatch, drafts, factors, figures, happenings, home, marks, measures, orderLife, orders },
  ...{ organisations, policies, reasons, remarks, texts },
}

export type English = typeof english
