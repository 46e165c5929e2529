import type { Words } from '../language.ts'
import type { chinese } from '../reasons.ts'
import { refusals } from './refusals.ts'

export const reasons: Words<typeof chinese> = {
  unreachable: {
    what: 'The server cannot be reached',
    advice: 'Check the network and try again. What you typed is still there.',
  },
  page: { what: 'The page failed', advice: 'Please refresh the page and try again.' },
  internal: refusals.internal!,
  unknown: { what: 'The action was not completed', advice: 'Please refresh the page and try again.' },
  known: refusals,
}
