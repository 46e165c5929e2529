/** People of a case as screens show them: masked, always; a number in the clear only on the way to a call. */
import type { PendingErasure } from '@jiahe/domain/erasing.ts'
import type { FamilyCase } from '@jiahe/domain/familyCase.ts'
import type { PartyRole } from '@jiahe/domain/vocabulary.ts'
import { maskIdNumber, maskName, maskPhone } from '@jiahe/privacy/masking.ts'
import { readPeople } from '@jiahe/privacy/people.ts'
import type { Console } from './console.ts'

export interface MaskedParty {
  readonly personId: string
  readonly role: PartyRole
  readonly name: string | null
  readonly phone: string | null
  readonly idNumber: string | null
  /** Nothing of her is known any more, on purpose. */
  readonly erased: boolean
  /** Asked for, and waiting for somebody else. */
  readonly erasure: Pick<PendingErasure, 'ground' | 'by' | 'askedBy' | 'at'> | null
}

/** Each person once, in the role that the newest intake gives. */
export function partiesOf({ intakes }: FamilyCase): { personId: string; role: PartyRole }[] {
  const roles = new Map<string, PartyRole>()
  for (const intake of intakes.values())
    for (const { personId, role } of intake.parties) roles.set(personId, role)
  return [...roles].map(([personId, role]) => ({ personId, role }))
}

/** Whoever is called back: the victims, or where a dispute has none, the applicants. */
export function calledBack(state: FamilyCase): string[] {
  const parties = partiesOf(state)
  const victims = parties.filter((party) => party.role === 'victim')
  return (victims.length > 0 ? victims : parties.filter((party) => party.role === 'applicant')).map(
    (party) => party.personId,
  )
}

function erasureOf({ erasures }: FamilyCase, personId: string): MaskedParty['erasure'] {
  const pending = erasures.get(personId)
  if (!pending) return null
  const { ground, by, askedBy, at } = pending
  return { ground, by, askedBy, at }
}

/** What is not known, or was erased, is null. */
export async function maskedParties(
  { vault, keyring }: Pick<Console, 'vault' | 'keyring'>,
  state: FamilyCase,
): Promise<MaskedParty[]> {
  const parties = partiesOf(state)
  const people = await readPeople(
    vault,
    keyring,
    parties.map((party) => party.personId),
  )
  return parties.map(({ personId, role }) => {
    const erased = state.erased.has(personId) || !people.has(personId)
    const { name, phone, idNumber } = (!erased && people.get(personId)) || {}
    return {
      personId,
      role,
      name: name ? maskName(name) : null,
      phone: phone ? maskPhone(phone) : null,
      idNumber: idNumber ? maskIdNumber(idNumber) : null,
      erased,
      erasure: erasureOf(state, personId),
    }
  })
}
