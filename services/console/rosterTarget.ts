/** A federation's roster as the target of commands. Whoever is on duty is looked up, or kept, in the vault; the event
 *  carries her id. */
import type { Context, Decision } from '@jiahe/domain/event.ts'
import { readPhone } from '@jiahe/domain/idNumber.ts'
import { derivedId, timeOfId } from '@jiahe/domain/ids.ts'
import {
  foldOrganisation,
  organisationIdOf,
  organisationStream,
  type Shift,
} from '@jiahe/domain/organisation.ts'
import { decideOrganisation, type OrganisationCommand } from '@jiahe/domain/organisationCommands.ts'
import { codesOf, dutyRoles } from '@jiahe/domain/vocabulary.ts'
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { findOfficers, type KeptOfficer, type Officer, putOfficers } from '@jiahe/privacy/officers.ts'
import { z } from 'zod'
import { authorise } from './authorise.ts'
import type { Target } from './command.ts'
import type { Console } from './console.ts'
import { organisationEvents } from './organisationTarget.ts'
import { refusal } from './refusals.ts'

const phone = z
  .string()
  .max(40)
  .refine((sent) => readPhone(sent).usable, 'phone-format')
const moment = z.iso.datetime({ offset: true }).transform((sent) => new Date(sent).toISOString())
const officer = z.union([
  z.strictObject({ name: z.string().trim().min(1).max(100), phone }),
  z.strictObject({ username: z.string().min(1).max(64) }),
])

export const rosterBody = z.strictObject({
  shifts: z
    .array(
      z.strictObject({
        officer,
        role: z.enum(codesOf(dutyRoles)).default('officer'),
        from: moment,
        until: moment,
      }),
    )
    .min(1)
    .max(200),
})
export type RosterBody = z.output<typeof rosterBody>
export const withdrawBody = z.strictObject({ shiftIds: z.array(z.uuid()).min(1).max(200) })
export type WithdrawBody = z.output<typeof withdrawBody>

/** Who each shift's officer is; null for a person who was not on duty here before. */
type Officers = readonly (Shift['officer'] | null)[]
export type SaidOfRoster = (RosterBody & { readonly officers: Officers }) | WithdrawBody

/** Throws where an account is named that does not exist or is not this federation's. */
export async function officersIn(
  api: Console,
  federation: string,
  { shifts }: RosterBody,
): Promise<Officers> {
  const people = shifts.flatMap(({ officer }) => ('name' in officer ? [officer] : []))
  const found = [...(await findOfficers(api.vault, api.keyring, federation, people))]
  const usernames = shifts.flatMap(({ officer }) => ('username' in officer ? [officer.username] : []))
  const accounts =
    usernames.length === 0
      ? []
      : await api.accounts
          .selectFrom('account.account')
          .select(['id', 'username'])
          .where('username', 'in', usernames)
          .where('federation', '=', federation)
          .where('disabled', '=', false)
          .execute()
  return shifts.map(({ officer }) => {
    if ('name' in officer) {
      const id = found.shift()
      return id ? { is: 'person', id } : null
    }
    const account = accounts.find(({ username }) => username === officer.username)
    if (!account) throw refusal('unknown-officer')
    return { is: 'account', id: account.id }
  })
}

export function rosterTarget(api: Console, federation: string, said: SaidOfRoster): Target<object> {
  const stateOf = (history: readonly RecordedEvent[]) => foldOrganisation(organisationEvents(history))
  return {
    stream: organisationStream(federation),
    id: organisationIdOf(federation),
    unknown: 'unknown-organisation',
    listed: true,
    refuse: (_history, account) => authorise(account, 'edit-rosters', { federations: [federation] }),
    decide(history, _body, _textId, _account, context) {
      const command = toCommand(said, context)
      const decision = decideOrganisation(stateOf(history), federation, command, context, api.desk.territory)
      const isNothing = 'events' in decision && decision.events.length === 0
      return (isNothing ? { refusal: 'shift-rostered' } : decision) as Decision<never, string>
    },
    async keep(_history, _body, context) {
      const fresh = newOfficers(said, context)
      if (fresh.length === 0) return
      await api.vault
        .transaction()
        .execute((trx) => putOfficers(trx, api.keyring, federation, fresh, context.now))
    },
    answer(history) {
      const { code, revision, status, shifts } = stateOf(history)!
      return { federation: code, revision, status, shifts: shifts.length }
    },
  }
}

const toCommand = (said: SaidOfRoster, context: Context): OrganisationCommand =>
  'shiftIds' in said
    ? { type: 'withdraw', shiftIds: said.shiftIds }
    : {
        type: 'roster',
        shifts: said.shifts.map(({ officer, role, from, until }, i) => ({
          officer: said.officers[i] ?? { is: 'person', id: newIdOf(officer as Officer, said, context) },
          ...{ role, from, until },
        })),
      }

/** Derived from the command, so that a retry keeps nobody twice: by the first shift that names her. */
function newIdOf({ name, phone }: Officer, said: RosterBody, { causeId }: Context): string {
  const first = said.shifts.findIndex(
    ({ officer }) => 'name' in officer && officer.name === name && officer.phone === phone,
  )
  return derivedId(timeOfId(causeId), 'officer', causeId, String(first))
}

const newOfficers = (said: SaidOfRoster, context: Context): KeptOfficer[] =>
  'shiftIds' in said
    ? []
    : said.shifts.flatMap(({ officer }, i) =>
        'name' in officer && said.officers[i] === null
          ? [{ ...officer, personId: newIdOf(officer, said, context) }]
          : [],
      )
