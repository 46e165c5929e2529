/**
 * More time to close an order, once, where its policy allows it at its level: its assignee asks while there is still
 * time, someone above grants or rejects it while there is still time. What was asked for lapses when the order goes
 * to somebody else, rises, or asks for its closure after all.
 */
import type { extensionEvents } from './catalogue/extensions.ts'
import type { EventsOf } from './catalogue.ts'
import { after, type OrderDeadlines } from './clocks.ts'
import { clockworkOf, versionsOf } from './desk.ts'
import { type Answer, type Asked, isAbove, refuses, tells } from './orderDecision.ts'
import type { ExtensionReason } from './orderVocabulary.ts'
import { refuseWork, type Unworkable } from './orderWork.ts'

export interface Extensions {
  /** Since when more time is asked for; null when it is not. */
  readonly extensionAskedAt: string | null
  readonly extendedAt: string | null
}
export const notExtended: Extensions = { extensionAskedAt: null, extendedAt: null }
/** What was asked for is no longer on the table; what was granted stays. */
export const extensionLapsed = { extensionAskedAt: null } as const

interface Running {
  readonly deadlines: OrderDeadlines | null
}
export function evolveExtensions(
  { deadlines }: Running,
  { type, data, metadata }: EventsOf<typeof extensionEvents>,
): Partial<Extensions & Running> {
  switch (type) {
    case 'ClosureExtensionRequested':
      return { extensionAskedAt: metadata.occurredAt }
    case 'ClosureExtended':
      return {
        ...extensionLapsed,
        extendedAt: metadata.occurredAt,
        deadlines: deadlines && { ...deadlines, closeBy: data.closeBy },
      }
    case 'ClosureExtensionRejected':
      return extensionLapsed
    default:
      return type satisfies never
  }
}

// What people decide ------------------------------------------------------------------------------------

export type ExtensionCommand =
  | { readonly type: 'request-extension'; readonly reason: ExtensionReason; readonly textId: string | null }
  | { readonly type: 'approve-extension' | 'reject-extension'; readonly textId: string | null }
export type ExtensionRefusal =
  | Unworkable
  | 'not-supervisor'
  | 'no-extension-at-level'
  | 'already-extended'
  | 'extension-already-asked'
  | 'extension-not-asked'
  | 'extension-too-late'

export function decideExtension(asked: Asked, command: ExtensionCommand): Answer<ExtensionRefusal> {
  const { by } = asked
  const { textId } = command
  if (command.type === 'request-extension') {
    const refused = refuseWork(asked) ?? refuseAsking(asked)
    if (refused) return refuses(refused)
    return tells('ClosureExtensionRequested', { by, reason: command.reason, textId })
  }
  if (!isAbove(asked)) return refuses('not-supervisor')
  if (!asked.order.extensionAskedAt) return refuses('extension-not-asked')
  if (command.type === 'reject-extension') return tells('ClosureExtensionRejected', { by, textId })
  return isOver(asked.order, asked.context.now) ? refuses('extension-too-late') : extended(asked, textId)
}

/** Why nobody can ask for more time for the order at the moment; null when its assignee can. */
export function refuseAsking({ order, context, desk }: About): ExtensionRefusal | null {
  if (!extensionOf(order, desk)) return 'no-extension-at-level'
  if (order.extendedAt) return 'already-extended'
  if (order.extensionAskedAt) return 'extension-already-asked'
  return isOver(order, context.now) ? 'extension-too-late' : null
}

interface About extends Pick<Asked, 'order' | 'desk'> {
  readonly context: Pick<Asked['context'], 'now'>
}
const extensionOf = (order: Asked['order'], desk: Asked['desk']) =>
  clockworkOf(desk, order).policy.levels[order.level].extension
const isOver = ({ deadlines }: Running, now: Date): boolean =>
  !deadlines || Date.parse(deadlines.closeBy) < now.getTime()

function extended(asked: Asked, textId: string | null): Answer<ExtensionRefusal> {
  const { order, by, desk } = asked
  const extension = extensionOf(order, desk)
  if (!extension || !order.deadlines) return refuses('no-extension-at-level')
  const clockwork = clockworkOf(desk, order)
  const closeBy = after(new Date(order.deadlines.closeBy), extension, clockwork.calendar).toISOString()
  return tells('ClosureExtended', { by, closeBy, textId, ...versionsOf(clockwork) })
}
