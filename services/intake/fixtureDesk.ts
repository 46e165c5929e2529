/**
 * What becomes of what was sent, for tests: the policies as they run, until nothing follows any more, and what people
 * do with an order or say of a call.
 */
import { attemptCallback } from '@jiahe/domain/callbacks.ts'
import type { DomainEvent } from '@jiahe/domain/catalogue.ts'
import type { Desk } from '@jiahe/domain/desk.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { derivedId, orderIdOf } from '@jiahe/domain/ids.ts'
import { builtInModels } from '@jiahe/domain/models/inForce.ts'
import { builtIn } from '@jiahe/domain/policies/inForce.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { CallbackOutcome } from '@jiahe/domain/vocabulary.ts'
import { foldWorkOrder } from '@jiahe/domain/workOrder.ts'
import { decideOrder, type OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { START } from '@jiahe/event-log/log.ts'
import { decideCase, decideOrderStream } from '@jiahe/policies/caseHistory.ts'
import { allPolicies } from '@jiahe/policies/policy.ts'
import { chineseCalendar } from '@jiahe/service-kit/calendar.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import type { Store } from './fixture.ts'

export const desk: Desk = {
  policies: builtIn,
  models: builtInModels,
  calendar: chineseCalendar(),
  territory: { regions: loadRegions('3204'), city: '3204' },
}

export interface Handling {
  /** Lets the policies react until nothing follows. */
  settle(): Promise<void>
  /** A federation's command on the first order of the case. */
  does(caseId: string, by: string, command: OrderCommand): Promise<void>
  calls(caseId: string, outcome: CallbackOutcome): Promise<void>
}

export function handlingOn({ log, clock }: Pick<Store, 'log' | 'clock'>): Handling {
  const policies = allPolicies({ log, desk, now: () => clock.now })
  let seen = START
  let acts = 0
  const act = () => {
    acts++
    return { now: clock.now, actor: 'account:a', causeId: derivedId(clock.now, 'act', String(acts)) }
  }
  const done = ({ status }: { status: string }) => {
    if (status !== 'appended') throw new Error(`the domain answers: ${status}`)
  }
  return {
    async settle() {
      for (;;) {
        const { events, position } = await log.readAll({ after: seen, limit: 1000 })
        if (events.length === 0) return
        for (const event of events)
          for (const policy of policies)
            if ((policy.types as readonly string[]).includes(event.type))
              await policy.react(readEvent(event) as DomainEvent)
        seen = position
      }
    },
    async does(caseId, by, command) {
      const orderId = orderIdOf(caseId, 1)
      const handled = await decideOrderStream<string>(log, orderId, (history) =>
        decideOrder(
          foldWorkOrder(history),
          orderId,
          command,
          { by, protectionOrderInForce: false, newerOrder: false },
          act(),
          desk,
        ),
      )
      done(handled)
    },
    async calls(caseId, outcome) {
      const attempt = { caseId, outcome, by: '320402003', facts: {}, textId: null }
      const handled = await decideCase<string>(log, caseId, (history) =>
        attemptCallback(foldFamilyCase(history), attempt, act()),
      )
      done(handled)
    },
  }
}
