/** 一户一档: one family's card, folded from its own history and that of its orders, people masked. */
import { type FamilyCase, isViolent, newestIntake } from '@jiahe/domain/familyCase.ts'
import { type PendingOverride, standingLevel } from '@jiahe/domain/overrides.ts'
import type { Level } from '@jiahe/domain/vocabulary.ts'
import { type AnswerItem, answerItem } from '@jiahe/read-models/answerDesk.ts'
import { type OrderItem, orderItem } from '@jiahe/read-models/orderItem.ts'
import { namesOfAccounts } from '@jiahe/service-kit/accounts.ts'
import { callbackOf, type DutyItem, dutiesOf } from './callbackState.ts'
import type { CaseFile } from './caseFile.ts'
import type { Console } from './console.ts'
import { type ExplainedGrade, explainGrades } from './explain.ts'
import { type MeasuresView, measuresView } from './measureView.ts'
import { type MaskedParty, maskedParties } from './people.ts'

export interface CaseCard extends CaseSummary {
  readonly answers: readonly AnswerItem[]
  readonly intakes: readonly {
    readonly intakeId: string
    readonly kind: 'alert' | 'report'
    readonly channel: string
    readonly disputeType: string
    readonly regionCode: string | null
    readonly occurredAt: string
    readonly recordedAt: string
  }[]
  readonly grade: ExplainedGrade | null
  readonly people: readonly MaskedParty[]
  readonly orders: readonly OrderItem[]
  readonly duties: readonly DutyItem[]
  /** What the accounts are called that the card names. */
  readonly accounts: Readonly<Record<string, string>>
  readonly measures: MeasuresView
}

/** What a command on the case answers, and the top of its card. */
export interface CaseSummary {
  readonly id: string
  readonly revision: number
  /** What the case stands at: its grade, and what people said against it. */
  readonly level: Level | null
  readonly overridden: {
    readonly graded: Level
    readonly floor: Level | null
    readonly lowered: Level | null
    readonly pending: Omit<PendingOverride, 'gradingId'> | null
  } | null
  readonly channel: string | null
  readonly regionCode: string | null
  readonly maritalStatus: string | null
  readonly disputeType: string | null
  readonly relationship: string | null
  readonly violence: boolean
  readonly callback: ReturnType<typeof callbackOf>
  readonly attempts: number
  readonly homeVisitRequested: boolean
  readonly watches: readonly { readonly orderId: string; readonly until: string }[]
  readonly leader: FamilyCase['leader']
  /** Accounts that a sealed case is there for. */
  readonly sealedFor: readonly string[] | null
  readonly closedAt: string | null
  readonly mergedCases: readonly string[]
  readonly mergedInto: string | null
}

/** What people said against the grade: null where the level is the model's and nobody asks for another. */
function overriddenOf(state: FamilyCase): CaseSummary['overridden'] {
  const { grading, floor, lowered, pendingOverride } = state
  if (!grading || (!floor && !lowered && !pendingOverride)) return null
  const { gradingId: _of, ...pending } = pendingOverride ?? { gradingId: null }
  return { graded: grading.level, floor, lowered, pending: 'level' in pending ? pending : null }
}

/** Channel, region, marital status and dispute type are those of the newest intake. */
export function caseSummary({ caseId, state }: Pick<CaseFile, 'caseId' | 'state'>, now: Date): CaseSummary {
  const { channel, regionCode, maritalStatus, disputeType, relationship } = newestIntake(state) ?? {
    channel: null,
    regionCode: null,
    maritalStatus: null,
    disputeType: null,
    relationship: null,
  }
  return {
    id: caseId,
    revision: state.revision,
    level: standingLevel(state),
    overridden: overriddenOf(state),
    ...{ channel, regionCode, maritalStatus, disputeType, relationship },
    violence: isViolent(state),
    callback: callbackOf(state, now),
    attempts: state.attempts.length,
    homeVisitRequested: state.homeVisitRequested,
    watches: [...state.watches].map(([orderId, until]) => ({ orderId, until })),
    leader: state.leader,
    sealedFor: state.sealedFor && state.sealedFor.map(({ accountId }) => accountId),
    closedAt: state.closed?.at ?? null,
    mergedCases: [...state.merged.keys()],
    mergedInto: state.joined?.into ?? null,
  }
}

export async function caseCard(
  api: Pick<Console, 'vault' | 'keyring' | 'accounts'>,
  file: CaseFile,
  now: Date,
): Promise<CaseCard> {
  const { state } = file
  return {
    ...caseSummary(file, now),
    intakes: [...state.intakes.values()].map(
      ({ intakeId, kind, channel, disputeType, regionCode, occurredAt, recordedAt }) => ({
        ...{ intakeId, kind, channel, disputeType, regionCode, occurredAt, recordedAt },
      }),
    ),
    grade: explainGrades(file.events)[0] ?? null,
    people: await maskedParties(api, state),
    // The family's one open order may be that of a case it is one with.
    orders: [file, ...file.relatives].flatMap(({ orders }) =>
      orders.map(({ orderId, order }) => orderItem(orderId, order, now)),
    ),
    duties: dutiesOf(state, now),
    accounts: Object.fromEntries(await namesOfAccounts(api.accounts, accountsNamed(state))),
    measures: measuresView(state, now),
    answers: [...state.answers.values()].map((answer) => answerItem(file.caseId, answer, now)),
  }
}

function accountsNamed({ leader, sealedFor, pendingOverride, erasures }: FamilyCase): string[] {
  const askers = [pendingOverride, ...erasures.values()].flatMap(
    (pending) => /^account:(.+)$/.exec(pending?.askedBy ?? '')?.[1] ?? [],
  )
  return [
    ...(leader ? [leader.leaderId] : []),
    ...(sealedFor ?? []).map(({ accountId }) => accountId),
    ...askers,
  ]
}
