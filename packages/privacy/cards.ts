/**
 * What an organisation is called, where it lies and how it is reached, sealed with a key of its own and kept beside
 * the texts of the cases: the log names the card only. A card is never changed; an amended organisation has another.
 * Some of it is public and some is a secret that lives depend on, a shelter's address: so all of it is sealed.
 */
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import type { Keyring, VaultReader } from './keyring.ts'
import { putTexts, readTexts } from './texts.ts'

export interface Card {
  readonly name: string
  readonly address?: string | undefined
  readonly phone?: string | undefined
  readonly contactName?: string | undefined
  readonly contactPhone?: string | undefined
}
export interface KeptCard {
  readonly cardId: string
  readonly organisationId: string
  readonly card: Card
}

/** Few enough for one statement. */
const AT_ONCE = 5000

/** Throws (SQLSTATE 23505) when one of the ids is taken. */
export const putCards = (db: VaultReader, keyring: Keyring, cards: readonly KeptCard[]): Promise<void> =>
  putTexts(
    db,
    keyring,
    cards.map(({ cardId, organisationId, card }) => ({
      textId: cardId,
      caseId: organisationId,
      text: canonicalJson(card),
    })),
  )

/** Those that can still be opened, by id. */
export async function readCards(
  db: VaultReader,
  keyring: Keyring,
  ids: readonly string[],
): Promise<Map<string, Card>> {
  const cards = new Map<string, Card>()
  for (let from = 0; from < ids.length; from += AT_ONCE)
    for (const [id, text] of await readTexts(db, keyring, ids.slice(from, from + AT_ONCE)))
      cards.set(id, JSON.parse(text) as Card)
  return cards
}

export const sameCard = (a: Card, b: Card): boolean => canonicalJson(a) === canonicalJson(b)
