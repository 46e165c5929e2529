import type { chinese } from '../access.ts'
import type { Words } from '../language.ts'
import { codedForAccess } from './orderVocabulary.ts'
import { coded } from './vocabulary.ts'

export const access: Words<typeof chinese> = {
  actions: codedForAccess.accessActions,
  outcomes: codedForAccess.accessOutcomes,
  reasons: codedForAccess.accessReasons,
  unusual: codedForAccess.unusualReasons,
  title: 'Access log',
  lead: 'Who looked at whom, when and why, and what was refused. Numbers only, no names.',
  week: 'Unusual looks this week',
  weekOf: (from, to) => `${from} to ${to}`,
  weekLead: 'A reason to ask, not a finding of misconduct.',
  otherWeek: 'Show the week of',
  calm: 'Nothing unusual this week',
  counted: (count, limit) => `${count}; listed from ${limit}`,
  median: (median) => `median of similar accounts ${median}`,
  unknownAccount: 'The account no longer exists',
  list: 'All records',
  listOf: (account) => `Records of ${account}`,
  showAll: 'Show all records',
  empty: 'No records match',
  export: 'Export CSV',
  exportNote: 'The export is recorded too',
  filters: { account: 'Account', person: 'Person number', from: 'From', to: 'To', action: 'Action', outcome: 'Outcome' },
  columns: { at: 'Time', account: 'Account', action: 'Action', reason: 'Reason', about: 'About' },
  about: { personId: 'Person', caseId: 'Case', orderId: 'Order' },
  rows: (n) => (n === 1 ? '1 row' : `${n} rows`),
  unmask: {
    open: 'Show full details',
    lead: 'Please choose the purpose. The look is recorded, and auditors can see it.',
    reasons: coded.unmaskReasons,
    purpose: 'Purpose',
    confirm: 'Record and show',
    cancel: 'Do not show',
    left: (seconds) => `Hidden again in ${seconds} s`,
    hide: 'Hide now',
    labels: { phone: 'Telephone', idNumber: 'ID number', birthDate: 'Date of birth' },
    unknown: 'Not recorded',
  },
}
