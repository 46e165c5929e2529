/** Where an order that nobody could route may belong: from the address of its newest matter and the places before it. */
import type { Intake } from '@jiahe/domain/intakes.ts'
import { normaliseRegion } from '@jiahe/domain/regions.ts'
import { type Suggestion, suggestRoute } from '@jiahe/domain/suggestedRoute.ts'
import { readTexts } from '@jiahe/privacy/texts.ts'
import type { OrderFile } from './caseFile.ts'
import type { Console } from './console.ts'

export async function suggestionFor(
  { vault, keyring, desk }: Pick<Console, 'vault' | 'keyring' | 'desk'>,
  { family }: Pick<OrderFile, 'family'>,
): Promise<Suggestion | null> {
  const newestFirst: Intake[] = family
    .flatMap(({ intakes }) => [...intakes.values()])
    .sort((a, b) => Date.parse(b.occurredAt) - Date.parse(a.occurredAt))
  const textId = newestFirst[0]?.texts.address ?? null
  const address = textId === null ? null : ((await readTexts(vault, keyring, [textId])).get(textId) ?? null)
  const earlier = newestFirst.map(({ regionCode }) => normaliseRegion(regionCode))
  return suggestRoute({ address, earlier }, desk.territory)
}
