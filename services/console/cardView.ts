/**
 * Organisations as screens show them: their names, and of the rest what an office makes public itself. A person's
 * telephone, whoever is the contact, and where a shelter lies are hidden until somebody says why she needs them.
 */
import type { Organisation } from '@jiahe/domain/organisation.ts'
import { isPerson, type OrganisationKind } from '@jiahe/domain/vocabulary.ts'
import { type Card, readCards } from '@jiahe/privacy/cards.ts'
import { maskName, maskPhone } from '@jiahe/privacy/masking.ts'
import { cardIdsOf, type OrganisationItem } from '@jiahe/read-models/organisations.ts'
import type { Console } from './console.ts'

type Vault = Pick<Console, 'vault' | 'keyring' | 'read'>

export interface ShownCard {
  /** Null where its words were destroyed. */
  readonly name: string | null
  readonly address: string | null
  readonly phone: string | null
  readonly contactName: string | null
  readonly contactPhone: string | null
  /** Whether something of it is known and not shown. */
  readonly hidden: boolean
}
export type ShownOrganisation = Omit<OrganisationItem, 'cardId'> & ShownCard

const isSecret = (kind: OrganisationKind): boolean => kind === 'shelter' || isPerson(kind)

function masked(kind: OrganisationKind, card: Card | undefined): ShownCard {
  const { name = null, address = null, phone = null, contactName, contactPhone } = card ?? {}
  const secret = isSecret(kind)
  return {
    name,
    address: secret ? null : address,
    phone: secret && phone ? maskPhone(phone) : phone,
    contactName: contactName ? maskName(contactName) : null,
    contactPhone: contactPhone ? maskPhone(contactPhone) : null,
    hidden: Boolean((secret && (address || phone)) || contactName || contactPhone),
  }
}

/** In the clear: for whoever may reach it, after the look was recorded. */
export async function openCard(api: Vault, cardId: string): Promise<Omit<ShownCard, 'hidden'>> {
  const card = (await readCards(api.vault, api.keyring, [cardId])).get(cardId)
  const { name = null, address = null, phone = null, contactName = null, contactPhone = null } = card ?? {}
  return { name, address, phone, contactName, contactPhone }
}

export async function withCards(
  api: Vault,
  items: readonly OrganisationItem[],
): Promise<readonly ShownOrganisation[]> {
  const cards = await readCards(
    api.vault,
    api.keyring,
    items.map((item) => item.cardId),
  )
  return items.map(({ cardId, ...item }) => ({ ...item, ...masked(item.kind, cards.get(cardId)) }))
}

/** As the read model has it, from the stream itself. */
export const itemOf = ({ shifts: _shifts, eventIds: _ids, ...item }: Organisation): OrganisationItem => item

export interface NameIndex {
  /** The cards whose name has these words in it. */
  matching(words: string): Promise<readonly string[]>
}

/** Names are sealed, so no database can search them. They are opened once each, here: a card is never changed. */
export function nameIndex(api: Vault): NameIndex {
  let names = new Map<string, string>()
  return {
    async matching(words) {
      const standing = await cardIdsOf(api.read)
      const missing = standing.filter((id) => !names.has(id))
      const opened = await readCards(api.vault, api.keyring, missing)
      // Those that stand no more are forgotten.
      names = new Map(
        standing.map((id) => [id, names.get(id) ?? oneForm(opened.get(id)?.name ?? '')] as const),
      )
      const wanted = oneForm(words)
      return standing.filter((id) => names.get(id)!.includes(wanted))
    },
  }
}

const oneForm = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
