/** What a row of a directory's file makes of an organisation: registered, amended, closed or reopened, or nothing
 *  where it says what stands. */
import type { NewDomainEvent } from './catalogue.ts'
import type { Context, Decision } from './event.ts'
import { newEvent } from './newEvent.ts'
import { type Organisation, organisationIdOf, type Particulars } from './organisation.ts'
import { decideOrganisation, type OrganisationRefusal } from './organisationCommands.ts'
import type { Territory } from './route.ts'
import type { ClosingReason } from './vocabulary.ts'

export interface ImportedOrganisation {
  readonly particulars: Particulars
  /** Null where the file does not say: it stays as it is. */
  readonly status: 'active' | ClosingReason | null
}

export function importOrganisation(
  before: Organisation | null,
  code: string,
  { particulars, status }: ImportedOrganisation,
  context: Context,
  territory: Territory,
): Decision<NewDomainEvent, OrganisationRefusal> {
  const type = before ? 'amend' : 'register'
  const decision = decideOrganisation(before, code, { type, particulars }, context, territory)
  if ('refusal' in decision) return decision
  const isClosed = before?.status === 'closed'
  const id = organisationIdOf(code)
  if (status === null || (status !== 'active') === isClosed) return decision
  const turned =
    status === 'active'
      ? newEvent('OrganisationReopened', {}, id, code, context)
      : newEvent('OrganisationClosed', { reason: status }, id, code, context)
  return { events: [...decision.events, turned] }
}
