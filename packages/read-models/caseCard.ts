/**
 * 一户一档: which families there are, newest matter first, with what a list shows of each. The card itself is
 * folded from the family's own history when it is opened, so that it is never behind.
 */
import type { DataOf, DomainEvent } from '@jiahe/domain/catalogue.ts'
import { evolveOverrides, noOverrides, type Overrides, standingLevel } from '@jiahe/domain/overrides.ts'
import type { Channel, DisputeType, Level, MaritalStatus } from '@jiahe/domain/vocabulary.ts'
import { knownRegion } from './dimensions.ts'
import type { ReadModel } from './readModel.ts'
import { Rows } from './tables.ts'

interface Matter {
  readonly kind: 'alert' | 'report'
  readonly occurredAt: string
  readonly regionCode: string | null
  readonly disputeType: DisputeType
  readonly maritalStatus: MaritalStatus | null
  readonly channel: Channel
  readonly people: readonly string[]
}
export interface CaseRow {
  readonly case_id: string
  readonly intakes: Readonly<Record<string, Matter>>
  /** What it stands at, from the grade and what people said against it. */
  readonly level: Level | null
  readonly graded: { readonly gradingId: string; readonly level: Level } | null
  readonly overrides: Overrides
  readonly region: string | null
  readonly dispute_type: DisputeType | null
  readonly marital_status: MaritalStatus | null
  readonly channel: Channel | null
  /** When the newest of its matters became known. */
  readonly told_at: string
  /** Everyone whom its matters name. */
  readonly people: readonly string[]
  /** Everyone whom they ever named, also those whom an amendment took out. */
  readonly ever_named: readonly string[]
  readonly erased: readonly string[]
  /** Those whom somebody asked to erase, while nobody has decided. */
  readonly erasure_asked: readonly string[]
  readonly leader_id: string | null
  readonly merged_into: string | null
  readonly closed: boolean
}

/** Somebody asked for what a second person has to agree to. */
export const AWAITING = `(overrides->>'pendingOverride' IS NOT NULL OR erasure_asked <> '{}')`

const tables = `
CREATE TABLE case_card (
  case_id uuid PRIMARY KEY, intakes jsonb NOT NULL, level text, graded jsonb, overrides jsonb NOT NULL, region text COLLATE "C", dispute_type text,
  marital_status text, channel text, told_at timestamptz NOT NULL, people uuid[] NOT NULL,
  ever_named uuid[] NOT NULL, erased uuid[] NOT NULL, erasure_asked uuid[] NOT NULL, leader_id uuid,
  merged_into uuid, closed boolean NOT NULL);
CREATE INDEX ON case_card (told_at DESC, case_id DESC);
CREATE INDEX ON case_card (region);
CREATE INDEX ON case_card (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ON case_card USING gin (people);
CREATE INDEX ON case_card USING gin (ever_named);
CREATE INDEX ON case_card (case_id) WHERE erased <> '{}';
CREATE INDEX ON case_card (told_at DESC, case_id DESC) WHERE ${AWAITING};
`

export const caseCard: ReadModel = {
  name: 'caseCard',
  version: 5,
  types: [
    'AlertReceived',
    'ReportReceived',
    'IntakeAmended',
    'RiskGraded',
    'GradeOverridden',
    'OverrideApproved',
    'OverrideDeclined',
    'CaseClosed',
    'CaseReopened',
    'CasesMerged',
    'CaseJoined',
    'CaseParted',
    'LeaderTookCharge',
    'LeaderReleased',
    'ErasureRequested',
    'ErasureDeclined',
    'PersonErased',
  ],
  tables,
  async fold(events, store, { regions }) {
    const ids = events.map((event) => event.metadata.correlationId)
    const rows = Rows.of(await store.load<CaseRow>('case_card', 'case_id', ids), (row) => row.case_id)
    for (const event of events) {
      const { correlationId: case_id, recordedAt, occurredAt } = event.metadata
      const row = rows.get(case_id) ?? emptyRow(case_id, recordedAt)
      if (isOfLevel(event)) rows.set(case_id, { ...row, ...levelled(row, event), ...standing(event) })
      else if (event.type === 'AlertReceived' || event.type === 'ReportReceived') {
        const kind = event.type === 'AlertReceived' ? 'alert' : 'report'
        const intakes = { ...row.intakes, [event.id]: { kind, occurredAt, ...placeOf(event.data) } as const }
        const ever_named = together(row.ever_named, peopleOf(event.data))
        rows.set(case_id, { ...row, intakes, ever_named, told_at: recordedAt, ...newestOf(intakes) })
      } else if (event.type === 'IntakeAmended') {
        const { [event.data.intakeId]: before, ...others } = row.intakes
        if (!before) continue
        const amended = { kind: before.kind, occurredAt, ...placeOf(event.data) }
        const intakes =
          event.data.movedTo === null ? { ...row.intakes, [event.data.intakeId]: amended } : others
        const ever_named =
          event.data.movedTo === null ? together(row.ever_named, peopleOf(event.data)) : row.ever_named
        rows.set(case_id, { ...row, intakes, ever_named, ...newestOf(intakes) })
      } else if (isOfErasure(event)) rows.set(case_id, { ...row, ...erasing(row, event) })
      else rows.set(case_id, { ...row, ...standing(event) })
    }
    await store.put('case_card', ['case_id'], rows.changed())

    function newestOf(intakes: Readonly<Record<string, Matter>>) {
      const newest = Object.values(intakes).reduce<Matter | null>(
        (a, b) => (a && Date.parse(a.occurredAt) > Date.parse(b.occurredAt) ? a : b),
        null,
      )
      return {
        region: knownRegion(newest?.regionCode ?? null, regions),
        dispute_type: newest?.disputeType ?? null,
        marital_status: newest?.maritalStatus ?? null,
        channel: newest?.channel ?? null,
        people: [...new Set(Object.values(intakes).flatMap((intake) => intake.people))].sort(),
      }
    }
  },
}

type OfLevel = Parameters<typeof evolveOverrides>[1]
const ofLevel: readonly string[] = [
  'RiskGraded',
  'GradeOverridden',
  'OverrideApproved',
  'OverrideDeclined',
  'CaseClosed',
  'CasesMerged',
]
const isOfLevel = (event: DomainEvent): event is OfLevel => ofLevel.includes(event.type)

function levelled({ graded, overrides: before }: CaseRow, event: OfLevel) {
  const overrides = { ...before, ...evolveOverrides(before, event) }
  const grading = event.type === 'RiskGraded' ? { gradingId: event.id, level: event.data.level } : graded
  return { graded: grading, overrides, level: standingLevel({ grading, ...overrides }) }
}

type OfErasure = Extract<DomainEvent, { type: 'ErasureRequested' | 'ErasureDeclined' | 'PersonErased' }>
const isOfErasure = (event: DomainEvent): event is OfErasure =>
  event.type === 'ErasureRequested' || event.type === 'ErasureDeclined' || event.type === 'PersonErased'

function erasing({ erased, erasure_asked }: CaseRow, { type, data }: OfErasure): Partial<CaseRow> {
  const { personId } = data
  if (type === 'ErasureRequested') return { erasure_asked: together(erasure_asked, [personId]) }
  const others = erasure_asked.filter((id) => id !== personId)
  return type === 'ErasureDeclined'
    ? { erasure_asked: others }
    : { erasure_asked: others, erased: together(erased, [personId]) }
}

/** Whose it is by name, whether it is closed, and which case it is one with. */
function standing(event: DomainEvent): Partial<CaseRow> {
  if (event.type === 'CaseClosed') return { closed: true }
  if (event.type === 'CaseReopened') return { closed: false }
  if (event.type === 'CaseJoined') return { merged_into: event.data.into }
  if (event.type === 'CaseParted') return { merged_into: null }
  if (event.type === 'LeaderTookCharge') return { leader_id: event.data.leaderId }
  return event.type === 'LeaderReleased' ? { leader_id: null } : {}
}

const emptyRow = (case_id: string, told_at: string): CaseRow => ({
  ...{ case_id, told_at, intakes: {}, level: null, graded: null, overrides: noOverrides },
  ...{ region: null, dispute_type: null, marital_status: null, channel: null, people: [] },
  ...{ ever_named: [], erased: [], erasure_asked: [] },
  ...{ leader_id: null, merged_into: null, closed: false },
})

const placeOf = ({
  regionCode,
  disputeType,
  maritalStatus,
  channel,
  parties,
}: Omit<Matter, 'kind' | 'occurredAt' | 'people'> & Pick<DataOf<'AlertReceived'>, 'parties'>) => ({
  ...{ regionCode, disputeType, maritalStatus, channel },
  people: peopleOf({ parties }),
})
const peopleOf = ({ parties }: Pick<DataOf<'AlertReceived'>, 'parties'>): string[] =>
  parties.map(({ personId }) => personId)
const together = (known: readonly string[], more: readonly string[]): string[] =>
  [...new Set([...known, ...more])].sort()
