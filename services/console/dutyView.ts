/**
 * Whoever is on duty as screens show them: masked on rosters, in the clear where an order has to be called about.
 * Which order, who asked and when is recorded before a number is shown.
 */
import type { Shift } from '@jiahe/domain/organisation.ts'
import type { DutyRole } from '@jiahe/domain/vocabulary.ts'
import { maskName, maskPhone } from '@jiahe/privacy/masking.ts'
import { readPeople } from '@jiahe/privacy/people.ts'
import { onDutyFor } from '@jiahe/read-models/dutyRoster.ts'
import type { Account } from '@jiahe/service-kit/accounts.ts'
import { recordLookOnce } from './accessLog.ts'
import { authorise } from './authorise.ts'
import { type OrderFile, subjectOfOrder } from './caseFile.ts'
import type { Console } from './console.ts'

export interface ShownOfficer {
  /** Her name, or the account's; null where she was erased. */
  readonly label: string | null
  /** Null where none is known. */
  readonly phone: string | null
}
export interface ShownShift extends ShownOfficer {
  readonly shiftId: string
  readonly role: DutyRole
  readonly from: string
  readonly until: string
}
export interface ShownDuty {
  /** The one to be called: the assignee, or above it the nearest that has somebody on duty. */
  readonly federation: string
  /** Empty where nobody is on duty, there or above. */
  readonly onDuty: readonly (ShownOfficer & { readonly role: DutyRole })[]
  /** Until when this holds. */
  readonly until: string | null
}

const LOOK_LASTS_MS = 3_600_000

/** By the officer's id. */
async function officersOf(
  { vault, keyring, accounts }: Pick<Console, 'vault' | 'keyring' | 'accounts'>,
  shifts: readonly Shift[],
  inTheClear: boolean,
): Promise<ReadonlyMap<string, ShownOfficer>> {
  const idsOf = (is: Shift['officer']['is']) => [
    ...new Set(shifts.filter(({ officer }) => officer.is === is).map(({ officer }) => officer.id)),
  ]
  const people = await readPeople(vault, keyring, idsOf('person'))
  const ids = idsOf('account')
  const known =
    ids.length === 0
      ? []
      : await accounts
          .selectFrom('account.account')
          .select(['id', 'username'])
          .where('id', 'in', ids)
          .execute()
  return new Map([
    ...[...people].map(([id, { name = null, phone = null }]) => {
      const [label, number] = inTheClear ? [name, phone] : [name && maskName(name), phone && maskPhone(phone)]
      return [id, { label, phone: number }] as const
    }),
    ...known.map(({ id, username }) => [id, { label: username, phone: null }] as const),
  ])
}

const nobody: ShownOfficer = { label: null, phone: null }

/** Masked, always. */
export async function shownShifts<S extends Shift>(
  api: Console,
  shifts: readonly S[],
): Promise<readonly (Omit<S, 'officer'> & ShownShift)[]> {
  const officers = await officersOf(api, shifts, false)
  return shifts.map(({ officer, ...shift }) => ({ ...shift, ...(officers.get(officer.id) ?? nobody) }))
}

/** Whom to call about an order now; null while the rosters are being folded for the first time. */
export async function dutyOfOrder(
  api: Console,
  account: Account,
  { order, state }: Pick<OrderFile, 'order' | 'state'>,
): Promise<ShownDuty | null> {
  const now = api.now()
  const found = await onDutyFor(api.read, order.assignee, now).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === '42P01' || code === '3F000') return undefined
    throw error
  })
  if (found === undefined) return null
  if (found === null) return { federation: order.assignee, onDuty: [], until: null }
  const { federation, shifts, until } = found
  // What is closed needs no call.
  const mayCall =
    order.state !== 'closed' &&
    authorise(account, 'reach-organisations', subjectOfOrder({ order, state })) === null
  if (mayCall) {
    const personIds = shifts.filter(({ officer }) => officer.is === 'person').map(({ officer }) => officer.id)
    const look = { at: now, accountId: account.id, caseId: order.caseId, personIds }
    await recordLookOnce(api.access, { ...look, action: 'contact', reason: 'duty-call' }, LOOK_LASTS_MS)
  }
  const officers = await officersOf(api, shifts, mayCall)
  const onDuty = shifts.map(({ role, officer }) => ({ role, ...(officers.get(officer.id) ?? nobody) }))
  return { federation, onDuty, until }
}
