/**
 * Who may do what to what: the only place where this is decided. A role has powers; over a thing it has them
 * only where the thing lies with the account's federation or one below it, which is a prefix of the region code.
 * The domain then decides whether the order's state and its parts in it (assignee, supervisor) allow it.
 */
import type { Account, Role } from '@jiahe/service-kit/accounts.ts'

export type Action =
  | 'see-board'
  | 'see-orders'
  | 'work-orders'
  | 'see-callbacks'
  | 'attempt-callbacks'
  | 'see-answers'
  | 'answer-reports'
  | 'see-contacts'
  | 'see-cases'
  | 'record-measures'
  /** Narratives, addresses and notes. They may name people, so whoever does not work the case has no need. */
  | 'read-texts'
  | 'see-models'
  /** What a model would have made of the whole history. */
  | 'try-models'
  | 'see-policies'
  /** The rules of the whole city: for its dispatchers and administrators, not for those of a district. */
  | 'set-policies'
  /** Who may sign in, as what, and for which federation. */
  | 'administer-accounts'
  | 'see-history'
  /** Says otherwise than the grade, closes and reopens. */
  | 'decide-on-cases'
  | 'approve-overrides'
  /** Puts a leader in charge, seals, merges. */
  | 'direct-cases'
  /** Asks that a person be forgotten, or says no to it. */
  | 'erase-people'
  | 'approve-erasures'
  /** Sees a person in full, for a reason. */
  | 'unmask-people'
  /** Who looked at whom. */
  | 'see-audit'
  /** The list of what those above have to push on. */
  | 'see-supervision'
  | 'see-organisations'
  | 'edit-organisations'
  | 'edit-rosters'
  /** How an organisation, or whoever is on duty, is really reached: full telephones, a shelter's address. */
  | 'reach-organisations'

/** The federations, or the region, that a thing lies with: bare codes of 2, 4, 6 or 9 digits. */
export interface Subject {
  readonly federations: readonly (string | null)[]
  /** Accounts that a sealed case is there for; null where it is not sealed, or where the thing is of no case. */
  readonly sealedFor?: readonly string[] | null
  /** The people of the case: nobody works a case that she is in. */
  readonly people?: readonly string[]
}
/** `sealed` is answered as if there were no such thing: even its being there is for the named, and for nobody who is a
 *  party to it. */
export type Denial = 'not-allowed' | 'outside-region' | 'sealed'

const casework: readonly Action[] = [
  'see-board',
  'see-orders',
  'work-orders',
  'see-callbacks',
  'attempt-callbacks',
  'see-answers',
  'answer-reports',
  'see-contacts',
  'see-cases',
  'record-measures',
  'read-texts',
  'see-models',
  'see-policies',
  'see-organisations',
  'edit-rosters',
  'reach-organisations',
  'decide-on-cases',
  'unmask-people',
]
const supervision: readonly Action[] = [
  'approve-overrides',
  'direct-cases',
  'see-supervision',
  'erase-people',
]
const powers: Readonly<Record<Role, readonly Action[]>> = {
  mediator: casework,
  'district-officer': [...casework, ...supervision],
  dispatcher: [
    ...casework,
    ...supervision,
    'approve-erasures',
    'see-history',
    'try-models',
    'set-policies',
    'edit-organisations',
  ],
  analyst: ['see-board', 'see-cases', 'see-models', 'try-models', 'see-policies', 'see-history'],
  /** Figures only: small counts are kept from her, and every case. */
  statistician: ['see-board'],
  auditor: ['see-policies', 'see-audit'],
  administrator: [
    'see-policies',
    'set-policies',
    'see-organisations',
    'edit-organisations',
    'edit-rosters',
    'administer-accounts',
  ],
}

/** Who may see figures, and no case behind them: for whom a small count would be the first she learns of somebody. */
export const seesFiguresOnly = ({ role }: Pick<Account, 'role'>): boolean =>
  powers[role].includes('see-board') && !powers[role].includes('see-cases')

/** Null when it may; without a subject the answer is whether the role may at all. A full telephone number is
 *  for the very federation that has to call, not for those above it. */
export function authorise(
  account: Pick<Account, 'id' | 'role' | 'federation'> & { readonly personId?: string | null },
  action: Action,
  subject: Subject | null,
): Denial | null {
  if (!powers[account.role].includes(action)) return 'not-allowed'
  if (!subject) return null
  if (subject.sealedFor && !subject.sealedFor.includes(account.id)) return 'sealed'
  if (account.personId && subject.people?.includes(account.personId)) return 'sealed'
  const { federation } = account
  const lies = (code: string | null) => {
    if (code === null) return false
    if (action === 'see-contacts') return code === federation
    // What lies above serves those below it.
    return code.startsWith(federation) || (action === 'reach-organisations' && federation.startsWith(code))
  }
  return subject.federations.some(lies) ? null : 'outside-region'
}
