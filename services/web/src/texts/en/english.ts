/** The screens in English: the chunk that is fetched when English was chosen. It imports nothing from outside this
 *  folder but types. */
import { access } from './access.ts'
import { accounts } from './accounts.ts'
import { answers } from './answers.ts'
import { dispatch } from './dispatch.ts'
import { drafts } from './drafts.ts'
import { factors } from './factors.ts'
import { happenings } from './history.ts'
import { marks } from './marks.ts'
import { measures } from './measures.ts'
import { models } from './models.ts'
import { orderLife } from './orderLife.ts'
import { policies } from './policies.ts'
import { reasons } from './reasons.ts'
import { remarks } from './remarks.ts'
import { texts } from './texts.ts'

export const english = {
  ...{
    access,
    accounts,
    answers,
    dispatch,
    drafts,
    factors,
    happenings,
    marks,
    measures,
    models,
    orderLife,
    policies,
    reasons,
    remarks,
  },
  texts,
}

export type English = typeof english
