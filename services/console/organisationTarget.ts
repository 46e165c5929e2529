/** An organisation as the target of commands: its stream, who may touch it, and the card that a command writes. */
import type { OrganisationEvent } from '@jiahe/domain/catalogue.ts'
import type { Context, Decision } from '@jiahe/domain/event.ts'
import { derivedId, timeOfId } from '@jiahe/domain/ids.ts'
import {
  foldOrganisation,
  type Organisation,
  organisationIdOf,
  organisationStream,
} from '@jiahe/domain/organisation.ts'
import { isOrganisationCode } from '@jiahe/domain/organisationCode.ts'
import { decideOrganisation, type OrganisationCommand } from '@jiahe/domain/organisationCommands.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { ClosingReason } from '@jiahe/domain/vocabulary.ts'
import type { EventLog, RecordedEvent } from '@jiahe/event-log/log.ts'
import { putCards, readCards } from '@jiahe/privacy/cards.ts'
import { authorise } from './authorise.ts'
import { itemOf } from './cardView.ts'
import { type Target, unlessThere } from './command.ts'
import type { Console } from './console.ts'
import { type AmendBody, cardOf, particularsOf, type RegisterBody } from './organisationBodies.ts'

export type SaidOfOrganisation =
  | { readonly type: 'register'; readonly said: RegisterBody }
  | { readonly type: 'amend'; readonly said: AmendBody }
  | { readonly type: 'close'; readonly reason: ClosingReason }
  | { readonly type: 'reopen' }

export const organisationEvents = (history: readonly RecordedEvent[]): readonly OrganisationEvent[] =>
  history.map(readEvent) as readonly unknown[] as OrganisationEvent[]

/** Null when nothing is registered under it. */
export async function readOrganisation(log: EventLog, code: string): Promise<Organisation | null> {
  if (!isOrganisationCode(code)) return null
  return foldOrganisation(organisationEvents(await log.readStream(organisationStream(code))))
}

export function organisationTarget(api: Console, code: string, command: SaidOfOrganisation): Target<object> {
  const stateOf = (history: readonly RecordedEvent[]) => foldOrganisation(organisationEvents(history))
  return {
    stream: organisationStream(code),
    // What could be no code has no stream.
    id: isOrganisationCode(code) ? organisationIdOf(code) : '',
    unknown: 'unknown-organisation',
    listed: true,
    begins: command.type === 'register',
    /** Where it lies, and where it is said to lie. */
    refuse(history, account) {
      const places = [stateOf(history)?.regionCode, 'said' in command ? command.said.regionCode : undefined]
      const refused = places
        .filter((place) => place !== undefined)
        .map((place) => authorise(account, 'edit-organisations', { federations: [place] }))
      return refused.find((reason) => reason !== null) ?? null
    },
    decide: (history, _body, _textId, _account, context) => {
      const state = stateOf(history)
      const decision = decideOrganisation(
        state,
        code,
        toCommand(command, state, context),
        context,
        api.desk.territory,
      )
      return decision as Decision<never, string>
    },
    async keep(history, _body, context) {
      if (!('said' in command)) return
      const before = stateOf(history)
      const cards = await readCards(api.vault, api.keyring, before ? [before.cardId] : [])
      const card = cardOf(before ? (cards.get(before.cardId) ?? null) : null, command.said)
      const kept = { cardId: cardIdOf(context), organisationId: organisationIdOf(code), card }
      await unlessThere(putCards(api.vault, api.keyring, [kept]))
    },
    answer: (history) => {
      const { cardId: _cardId, ...item } = itemOf(stateOf(history)!)
      return item
    },
  }
}

const cardIdOf = ({ causeId }: Context): string => derivedId(timeOfId(causeId), 'card', causeId)

const toCommand = (
  command: SaidOfOrganisation,
  state: Organisation | null,
  context: Context,
): OrganisationCommand =>
  'said' in command
    ? { type: command.type, particulars: particularsOf(state, command.said, cardIdOf(context)) }
    : command
