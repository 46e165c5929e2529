/** The measures of a case that are over or happened once, the newest first. */
import type { Measures } from '../api/measureShapes.ts'
import { dayOf } from '../parts/moment.tsx'
import { measureTexts as words } from '../texts/measures.ts'
import { Deeds, Group, type RowsProps, said } from './measureRows.tsx'

interface Past {
  readonly key: string
  readonly day: string
  readonly what: string
  readonly state: keyof typeof words.states
  /** One that can still be put right. */
  readonly measureId?: string
}
export function OverMeasures({ measures, open }: RowsProps) {
  const past = pastOf(measures)
  if (past.length === 0) return null
  return (
    <Group title={words.groups.over}>
      {past.map(({ key, day, what, state, measureId }) => (
        <li key={key} className="row">
          <span className="soft nowrap">{said(day)}</span>
          <span>{what}</span>
          <span className={state === 'breached' ? 'tag warn' : 'tag'}>{words.states[state]}</span>
          {measureId && (
            <span className="push">
              <Deeds open={open} does={[['revoke-measure', { measureId }]]} />
            </span>
          )}
        </li>
      ))}
    </Group>
  )
}

/** What is over or happened once, the newest first. */
function pastOf({ protectionOrders, applications, letters, taken, breaches, reports }: Measures): Past[] {
  const all: Past[] = [
    ...protectionOrders
      .filter(({ state }) => state === 'over' || state === 'revoked')
      .map(({ protectionOrderId: key, until, state }) => ({
        key,
        day: until,
        what: words.protection,
        state,
      })),
    ...applications
      .filter(({ state }) => state !== 'open')
      .map(({ applicationId: key, appliedOn, state }) => ({
        key,
        day: appliedOn,
        what: words.application,
        state,
      })),
    ...letters
      .filter(({ revoked }) => revoked)
      .map(({ letterId: key, issuedOn }) => ({
        key,
        day: issuedOn,
        what: words.letter,
        state: 'revoked' as const,
      })),
    ...taken.map(({ measureId, measure, takenOn, revoked }) => ({
      ...{ key: measureId, day: takenOn, what: words.respondentMeasures[measure] },
      ...(revoked ? { state: 'revoked' as const } : { state: 'taken' as const, measureId }),
    })),
    ...breaches.map(({ breachId: key, measure, occurredAt }) => ({
      ...{ key, day: dayOf(occurredAt), what: words.breachable[measure] },
      state: 'breached' as const,
    })),
    ...reports
      .filter(({ state }) => state === 'reported' || state === 'waived')
      .map(({ dutyId: key, about, reportBy, state }) => ({
        ...{ key, day: dayOf(reportBy), what: words.report(words.protectedPersons[about]) },
        state: state === 'reported' ? ('reported' as const) : ('waived' as const),
      })),
  ]
  return all.sort((a, b) => (a.day < b.day ? 1 : -1))
}
