import type { chinese } from '../dispatch.ts'
import type { Words } from '../language.ts'
import { codedForSupervision } from './orderVocabulary.ts'

export const dispatch: Words<typeof chinese> = {
  listReasons: codedForSupervision.supervisionListReasons,
  title: 'Dispatch desk',
  lead: 'Orders to dispatch, overdue and returned, followed up in one place',
  views: {
    unroutable: 'To dispatch',
    returned: 'To transfer',
    late: 'Overdue',
    bounced: 'Returned often',
    supervision: 'Supervision list',
  },
  view: 'Matter',
  empty: {
    unroutable: 'No order waits to be dispatched by hand',
    returned: 'No returned order waits to be transferred',
    late: 'No order is overdue',
    bounced: 'No order was returned more than twice',
    supervision: 'No case is on the supervision list',
  },
  emptyAdvice: 'New ones appear by themselves.',
  why: 'Reason',
  since: 'Since',
  reasons: 'Listed because',
  stream: 'Newly graded',
  streamLead: 'New alerts and reports as they come in',
  streamEmpty: 'No cases yet',
  notGraded: 'Not graded yet',
  choose: (where) => `Choose the order in ${where}`,
  chooseAll: 'Choose all on this page that can be supervised',
  chosen: (n) => `${n} chosen`,
  supervise: 'Supervise together',
  clear: 'Clear choice',
  bulkTitle: (n) => (n === 1 ? 'Supervise 1 order' : `Supervise ${n} orders`),
  bulkNote:
    'Each is supervised and recorded by itself. Orders that have changed meanwhile are left out and listed here.',
  reason: 'Reason for supervision',
  note: 'What is required',
  sending: (done, total) => `${done} of ${total} supervised`,
  done: (n) => `${n} supervised`,
  failed: (n) => `${n} not supervised`,
  retry: 'Try the failed ones again',
  close: 'Close',
  suggestion: (federation, because) => `Suggested: ${federation} (${because})`,
  because: {
    address: 'named in the address',
    'earlier-matter': 'earlier alerts or reports of this household',
  },
}
