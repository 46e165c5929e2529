/** The coded words of an order's life, of the supervision list, of measures and of the record of looks. */
import type * as access from '@jiahe/domain/accessVocabulary.ts'
import type * as measures from '@jiahe/domain/measureVocabulary.ts'
import type * as orders from '@jiahe/domain/orderVocabulary.ts'
import type * as supervision from '@jiahe/domain/supervisionVocabulary.ts'
import type { Tables } from '../language.ts'
import { coded } from './vocabulary.ts'

export const codedForOrders: Tables<typeof orders> = {
  resourceKinds: {
    lawyer: 'Lawyer',
    psychologist: 'Counsellor',
    mediator: 'Community mediator',
    'legal-station': 'Legal aid station',
    shelter: 'Shelter',
  },
  resourcePurposes: {
    'legal-advice': 'Legal advice',
    'legal-aid': 'Legal aid or representation',
    'protection-order': 'Applying for a protection order on her behalf',
    counselling: 'Counselling',
    mediation: 'Taking part in mediation',
    sheltering: 'Shelter',
    other: 'Other',
  },
  resourceDeclines: {
    'no-capacity': 'No capacity',
    'conflict-of-interest': 'Conflict of interest',
    'outside-scope': 'Outside their service',
    'not-in-time': 'Not available in time',
    other: 'Other',
  },
  resourceOutcomes: {
    helped: 'Help given',
    'taken-in': 'Taken into shelter',
    represented: 'Represented, or case filed',
    agreed: 'Agreement reached',
    'referred-on': 'Referred to another organisation',
    'without-result': 'Without result',
    'declined-help': 'Help declined',
  },
  resourceWithdrawals: {
    'not-needed': 'No longer needed',
    'declined-help': 'Help declined',
    'no-reply': 'No reply',
    replaced: 'Another was asked instead',
    'entered-wrongly': 'Recorded wrongly',
  },
  engagementStates: {
    asked: 'Asked',
    accepted: 'Accepted',
    declined: 'Declined',
    reported: 'Reported',
    withdrawn: 'Withdrawn',
  },
  supervisionReasons: {
    late: 'Overdue',
    'weak-handling': 'Weak handling',
    bounced: 'Returned several times',
    'repeat-alert': 'Repeated police alert',
    other: 'Other',
  },
  supervisionStates: {
    standing: 'Awaiting reply',
    unanswered: 'Reply overdue',
    answered: 'Answered',
    ended: 'Ended with the order',
  },
  extensionReasons: {
    'awaiting-court': 'Waiting for the court',
    'awaiting-resource': 'Waiting for professional help',
    'mediation-going-on': 'Mediation is still going on',
    'party-away': 'A party is away',
    other: 'Other',
  },
  reopenReasons: {
    'new-matter': 'New events during the watch',
    unresolved: 'The problem is not resolved',
    'happened-again': 'It happened again',
    'handled-wrongly': 'Handled wrongly',
    'person-asks': 'A party asks for it',
    other: 'Other',
  },
}

export const codedForSupervision: Tables<typeof supervision> = {
  supervisionListReasons: {
    'order-late': 'Order overdue',
    'order-escalated': 'Escalated',
    bounced: 'Returned several times',
    'repeat-victim': 'Repeated alerts within a year',
    'measure-owed': 'Measure not recorded',
    'report-owed': 'Mandatory report not made',
    'letter-unvisited': 'Warning letter not followed up',
    'protection-expiring': 'Protection order expiring',
    'supervision-unanswered': 'Supervision not answered',
    'leader-charge': 'Leader in charge',
  },
}

export const codedForMeasures: Tables<typeof measures> = {
  respondentMeasures: {
    'criticism-education': 'Criticism and education',
    'public-security-punishment': 'Public security penalty',
    'criminal-case': 'Criminal case opened',
    'court-sanction': 'Reprimand, fine or detention by the court',
  },
  breachable: { 'warning-letter': 'Warning letter', 'protection-order': 'Protection order' },
  protections: {
    'no-violence': 'No domestic violence',
    'no-contact': 'No harassing, stalking or contact',
    'no-threats': 'No insults, defamation or threats by telephone or message',
    'move-out': 'Ordered to leave the home',
    'keep-distance': 'No disturbance near home, school or workplace',
    other: 'Other protective measures',
  },
  protectionApplicants: {
    victim: 'The victim herself',
    relative: 'Close relative',
    'womens-federation': "Women's federation",
    police: 'Police',
    committee: "Residents' or villagers' committee",
    shelter: 'Relief and shelter agency',
    other: 'Another body entitled by law',
  },
  measureDuties: {
    'mandatory-report': 'Mandatory report',
    'letter-visit': 'Visit after a warning letter',
    'protection-renewal': 'Renewal of a protection order',
  },
  letterVisitors: {
    police: 'Police station',
    committee: "Residents' or villagers' committee",
    grid: 'Community grid worker',
  },
  revocationReasons: {
    'revoked-by-issuer': 'Revoked by the issuing authority',
    'withdrawn-by-applicant': 'Withdrawn by the applicant',
    'recorded-in-error': 'Recorded in error',
  },
  owedMeasures: {
    'letter-or-education': 'Warning letter, or criticism and education',
    'punishment-or-case': 'Public security penalty or criminal case',
  },
  waiverReasons: {
    'no-violence-found': 'Found not to be domestic violence',
    'evidence-insufficient': 'Insufficient evidence; not established by the police',
    'no-responsibility': 'The respondent lacks legal responsibility',
    'respondent-gone': "The respondent's whereabouts are unknown",
    'handled-elsewhere': 'Handled by another authority',
    other: 'Other',
  },
  protectedPersons: {
    child: 'A minor',
    'adult-without-capacity': 'An adult without full legal capacity',
  },
  reportMeans: { phone: 'By telephone', 'in-person': 'In person', written: 'In writing', online: 'Online' },
  reportWaiverReasons: {
    'not-harmed': 'Verified: no harm was done',
    'recorded-in-error': 'Recorded in error',
  },
}

export const codedForAccess: Tables<typeof access> = {
  accessActions: {
    card: 'Opened a case file',
    words: 'Read free text',
    contact: 'Viewed contact details',
    unmask: 'Viewed full details',
    export: 'Exported',
    account: 'Account administration',
    try: 'Refused action',
  },
  accessOutcomes: { given: 'Given', done: 'Done', refused: 'Refused' },
  accessReasons: {
    ...coded.unmaskReasons,
    casework: 'Casework',
    callback: 'Callback',
    'duty-call': 'Calling the officer on duty',
    referral: 'Referral',
    verification: 'Verifying an organisation',
    audit: 'Audit',
    figures: 'Statistics',
    'account-added': 'Added an account',
    'account-disabled': 'Disabled an account',
    'account-enabled': 'Enabled an account',
    'account-assigned': 'Changed role or federation',
    'password-reset': 'Reset a password',
    'password-changed': 'Changed own password',
    'own-number-set': 'Recorded the ID number of an account',
    'wrong-password': 'Wrong old password when changing it',
    'too-many-requests': 'Too many requests',
    'password-to-change': 'One-time password not changed yet',
    'not-allowed': 'No permission for this',
    'outside-region': 'Outside the area',
    'foreign-origin': 'From another website',
    'not-assignee': 'Not the federation handling it',
    'not-supervisor': 'Not the supervising federation',
    'outside-district': 'Transfer outside the area',
    'unknown-case': 'No such case',
    'unknown-order': 'No such order',
    'unknown-person': 'No such person',
    'unknown-organisation': 'No such organisation',
    'unknown-username': 'No such account',
  },
  unusualReasons: {
    'record-broken': 'The access log was altered or has gaps',
    'out-of-hours': 'People viewed late at night (22:00 to 06:00)',
    'out-of-region': 'People viewed in cases outside the area',
    'tried-elsewhere': 'Attempts to view cases or people without permission',
    'many-unmasked': 'People viewed in full',
    'many-looked-at': 'Far more people viewed than by similar accounts',
  },
}
