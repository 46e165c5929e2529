/**
 * What people may do to a case. Each command belongs to a slice of the case, which decides it; here is only which
 * to which, and what holds for all: what was carried out is not done again, and a closed case is left alone until
 * it is reopened, but for who may see it, for what police and courts go on doing, and for erasing a person. A case
 * that was merged into another is acted on there.
 */
import type { AskedOfCase, CaseAnswer } from './caseDecision.ts'
import { familyCaseTypes, type NewDomainEvent } from './catalogue.ts'
import { type ChargeCommand, type ChargeRefusal, decideCharge } from './charge.ts'
import { type ClosingCommand, type ClosingRefusal, decideClosing } from './closing.ts'
import { decideErasure, type ErasureCommand, type ErasureRefusal } from './erasing.ts'
import type { Decision } from './event.ts'
import { decideMeasure, isMeasureCommand, type MeasureCommand } from './measureCommands.ts'
import type { MeasureRefusal } from './measureRefusals.ts'
import { decideMerging, type MergingCommand, type MergingRefusal } from './merging.ts'
import { isBroughtAbout, newEvent } from './newEvent.ts'
import { decideOverride, type OverrideCommand, type OverrideRefusal } from './overrides.ts'
import { decideSealing, type SealingCommand, type SealingRefusal } from './sealing.ts'

export type CaseCommand =
  | OverrideCommand
  | ChargeCommand
  | SealingCommand
  | ClosingCommand
  | MergingCommand
  | MeasureCommand
  | ErasureCommand
export type CaseRefusal =
  | 'unknown-case'
  | 'case-closed'
  | OverrideRefusal
  | ChargeRefusal
  | SealingRefusal
  | ClosingRefusal
  | MergingRefusal
  | MeasureRefusal
  | ErasureRefusal

/** One command of a person on a case. A repeat of a command that was carried out yields no events. */
export function decideOnCase(
  asked: AskedOfCase,
  command: CaseCommand,
): Decision<NewDomainEvent, CaseRefusal> {
  const { state, caseId, context } = asked
  if (state.revision < 0) return { refusal: 'unknown-case' }
  if (isRepeat(asked)) return { events: [] }
  if (state.joined && !isMeasureCommand(command) && !isErasure(command)) return { refusal: 'already-merged' }
  if (state.closed && !isOpenToClosed(command)) return { refusal: 'case-closed' }
  const answer = decide(asked, command)
  if ('refusal' in answer) return answer
  const { type, data, occurredAt = context.now.toISOString() } = answer
  return { events: [newEvent(type, data, caseId, caseId, context, { occurredAt })] }
}

const isErasure = ({ type }: CaseCommand): boolean => type.endsWith('-erasure')

const isOpenToClosed = (command: CaseCommand): boolean =>
  isMeasureCommand(command) ||
  isErasure(command) ||
  ['reopen', 'seal', 'unseal', 'unmerge'].includes(command.type)

const isRepeat = ({ state, caseId, context }: AskedOfCase): boolean =>
  isBroughtAbout(state.eventIds, familyCaseTypes, caseId, context.causeId)

function decide(asked: AskedOfCase, command: CaseCommand): CaseAnswer<CaseRefusal> {
  if (isMeasureCommand(command)) return decideMeasure(asked, command)
  switch (command.type) {
    case 'override-grade':
    case 'approve-override':
    case 'decline-override':
      return decideOverride(asked, command)
    case 'leader':
    case 'release-leader':
      return decideCharge(asked, command)
    case 'seal':
    case 'unseal':
      return decideSealing(asked, command)
    case 'close':
    case 'reopen':
      return decideClosing(asked, command)
    case 'merge':
    case 'unmerge':
      return decideMerging(asked, command)
    case 'request-erasure':
    case 'approve-erasure':
    case 'decline-erasure':
      return decideErasure(asked, command)
    default:
      return command satisfies never
  }
}
