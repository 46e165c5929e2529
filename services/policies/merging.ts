/**
 * What follows from a merge: the other case joins, or the merge is undone; what is said there is told to the
 * surviving one, and so are its orders; it is sealed as that one is; she who was reached for one was reached for all.
 */
import type { DomainEvent, FamilyCaseEvent } from '@jiahe/domain/catalogue.ts'
import { tellOfOrder } from '@jiahe/domain/closing.ts'
import { type FamilyCase, foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { gradingCauses } from '@jiahe/domain/familyCaseDecisions.ts'
import { derivedId, timeOfId } from '@jiahe/domain/ids.ts'
import { joinCase, partCase, shareCallback, tellMerged, undoMerge } from '@jiahe/domain/merging.ts'
import { sealAlike } from '@jiahe/domain/sealing.ts'
import { decideCase, readCase } from './caseHistory.ts'
import { familyOf } from './family.ts'
import type { Policy, PolicyContext } from './policy.ts'

type Of<T extends FamilyCaseEvent['type']> = Extract<FamilyCaseEvent, { type: T }>
const said: readonly string[] = [...gradingCauses, 'CaseJoined']

export const merging = ({ log, now }: PolicyContext): Policy => {
  const contextOf = (causeId: string) => ({ now: now(), actor: 'policy:merging', causeId })
  const upTo = (history: readonly FamilyCaseEvent[], event: FamilyCaseEvent): FamilyCase =>
    foldFamilyCase(history.filter((e) => e.revision <= event.revision))

  async function merged({ id, data, metadata }: Of<'CasesMerged'>): Promise<void> {
    const caseId = metadata.correlationId
    const joined = await decideCase(log, data.from, (history) =>
      joinCase(foldFamilyCase(history), data.from, caseId, contextOf(id)),
    )
    if (joined.status === 'refused')
      await decideCase(log, caseId, (history) =>
        undoMerge(foldFamilyCase(history), caseId, data.from, contextOf(id)),
      )
  }

  async function unmerged({ id, data }: Of<'CasesUnmerged'>): Promise<void> {
    await decideCase(log, data.from, (history) =>
      partCase(foldFamilyCase(history), data.from, data.mergeId, contextOf(id)),
    )
  }

  /** Of a case that had joined another when this was said. */
  async function tell(event: FamilyCaseEvent): Promise<void> {
    const from = event.metadata.correlationId
    const then = upTo(await readCase(log, from), event)
    const into = then.joined?.into
    if (!into) return
    await decideCase(log, into, (history) =>
      tellMerged(foldFamilyCase(history), into, from, then, contextOf(event.id)),
    )
  }

  /** The surviving case knows of the orders of the others. */
  async function tellOfOrders(event: FamilyCaseEvent): Promise<void> {
    const from = event.metadata.correlationId
    const history = await readCase(log, from)
    const then = upTo(history, event)
    const into = then.joined?.into
    if (!into) return
    const { openOrders } = foldFamilyCase(history)
    const opened =
      event.type === 'CaseJoined' ? [...then.openOrders.keys()].filter((id) => openOrders.has(id)) : []
    const orders =
      event.type === 'OrderOpened' || event.type === 'OrderConcluded' ? [event.data.orderId] : opened
    for (const orderId of orders)
      await decideCase(log, into, (history) => {
        const type = event.type === 'OrderConcluded' ? 'OrderConcluded' : 'OrderOpened'
        const causeId = derivedId(timeOfId(event.id), event.id, orderId)
        return tellOfOrder(foldFamilyCase(history), into, type, { orderId, caseId: from }, contextOf(causeId))
      })
  }

  async function share({ id, metadata }: Of<'CallbackCompleted'>): Promise<void> {
    const caseId = metadata.correlationId
    const completed = { caseId, eventId: id, at: metadata.occurredAt }
    const family = await familyOf(log, caseId, foldFamilyCase(await readCase(log, caseId)))
    for (const other of family.members.filter((member) => member !== caseId))
      await decideCase(log, other, (history) =>
        shareCallback(foldFamilyCase(history), other, completed, contextOf(id)),
      )
  }

  async function seal(event: Of<'CaseSealed' | 'CaseUnsealed'>): Promise<void> {
    const caseId = event.metadata.correlationId
    const { merged: others } = foldFamilyCase(await readCase(log, caseId))
    for (const other of others.keys())
      await decideCase(log, other, (history) =>
        sealAlike(foldFamilyCase(history), other, event, contextOf(event.id)),
      )
  }

  return {
    name: 'merging',
    types: [...gradingCauses, 'CaseJoined', 'OrderOpened', 'OrderConcluded', 'CaseSealed', 'CaseUnsealed'],
    async react(event: DomainEvent) {
      // Nothing can have been merged before.
      if (event.revision === 0) return
      if (event.type === 'CasesMerged') await merged(event)
      if (event.type === 'CasesUnmerged') await unmerged(event)
      if (event.type === 'CallbackCompleted') await share(event)
      if (event.type === 'CaseSealed' || event.type === 'CaseUnsealed') await seal(event)
      if (said.includes(event.type)) await tell(event as FamilyCaseEvent)
      if (event.type === 'CaseJoined' || event.type === 'OrderOpened' || event.type === 'OrderConcluded')
        await tellOfOrders(event)
    },
  }
}
