/** The measures of a case as lines: what is owed and since when, what is in force until when and what it prohibits, whether
 *  somebody looked after it, and what was. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Letter, Measures, ProtectionOrder } from '../api/measureShapes.ts'
import { Countdown, dayOf, shownDay, useNow } from '../parts/moment.tsx'
import { measureTexts as words } from '../texts/measures.ts'
import type { Act, MeasureCommandName } from './measureCommands.ts'

export interface RowsProps {
  readonly measures: Measures
  /** Null for whoever records nothing. */
  readonly open: ((command: MeasureCommandName, about?: Act['about']) => void) | null
  readonly mayWaive: boolean
}
type Does = readonly [command: MeasureCommandName, about?: Act['about'], label?: string]

interface DoesProps extends Pick<RowsProps, 'open'> {
  readonly does: readonly Does[]
}
/** What can be recorded about a line. */
export function Deeds({ open, does }: DoesProps) {
  if (!open) return null
  return (
    <span className="row deeds">
      {does.map(([command, about, label]) => (
        <Button key={command} size="small" onClick={() => open(command, about)}>
          {label ?? words.commands[command]}
        </Button>
      ))}
    </span>
  )
}

interface GroupProps {
  readonly title: string
  readonly children: ReactNode
}
export const Group = ({ title, children }: GroupProps) => (
  <div>
    <h3>{title}</h3>
    <ul className="lines">{children}</ul>
  </div>
)

export function OwedMeasures({ measures, open, mayWaive }: RowsProps) {
  const reports = measures.reports.filter(({ state }) => state === 'due' || state === 'late')
  const kinds = [...new Set(measures.owed.map(({ measure }) => measure))]
  if (reports.length + kinds.length === 0) return null
  return (
    <Group title={words.groups.owed}>
      {reports.map(({ dutyId, about, reportBy }) => (
        <li key={dutyId} className="measure">
          <span className="row">
            <b>{words.report(words.protectedPersons[about])}</b>
            <span className="push">
              <Countdown at={reportBy} />
            </span>
          </span>
          <Deeds
            open={open}
            does={[['report-to-police', { about }], ...(mayWaive ? ([['waive-report']] as const) : [])]}
          />
        </li>
      ))}
      {kinds.map((measure) => (
        <li key={measure} className="measure">
          <span>{words.owed(words.owedMeasures[measure])}</span>
          <span className="soft small">{words.owedNote}</span>
          {mayWaive && <Deeds open={open} does={[['waive-measure']]} />}
        </li>
      ))}
    </Group>
  )
}

export function StandingMeasures({ measures, open }: RowsProps) {
  const orders = measures.protectionOrders.filter(({ state }) => state === 'in-force' || state === 'ahead')
  const asked = measures.applications.filter(({ state }) => state === 'open')
  const letters = measures.letters.filter(({ revoked }) => !revoked)
  if (orders.length + asked.length + letters.length === 0) return null
  return (
    <Group title={words.groups.standing}>
      {orders.map((order) => (
        <OrderLine key={order.protectionOrderId} order={order} open={open} />
      ))}
      {asked.map(({ applicationId, appliedOn, urgent, decideBy }) => (
        <li key={applicationId} className="measure">
          <span className="row">
            <b>{words.application}</b>
            <span className="tag waiting">{words.states.open}</span>
            {urgent && <span className="tag warn">{words.urgent}</span>}
            <span className="push">
              <span className="soft">{words.courtDecides} </span>
              <Countdown at={decideBy} />
            </span>
          </span>
          <span className="soft">{words.applied(said(appliedOn))}</span>
          <Deeds
            open={open}
            does={[
              ['grant-protection', {}, words.granted],
              ['refuse-protection'],
              ['revoke-measure', { measureId: applicationId }],
            ]}
          />
        </li>
      ))}
      {letters.map((letter) => (
        <LetterLine key={letter.letterId} letter={letter} open={open} />
      ))}
    </Group>
  )
}

const DAY_MS = 86_400_000
/** A day as laws and courts write it, in the language of the screens. */
export const said = (day: string): string => shownDay(`${day}T00:00:00+08:00`)
/** Whole days after today that it still lasts. */
const daysLeft = (until: string, now: number): number =>
  Math.round((Date.parse(until) - Date.parse(dayOf(now))) / DAY_MS)

interface OrderLineProps extends Pick<RowsProps, 'open'> {
  readonly order: ProtectionOrder
}
function OrderLine({ order, open }: OrderLineProps) {
  const { protectionOrderId, prohibits, from, until, state, renewalDue } = order
  const left = daysLeft(until, useNow())
  return (
    <li className="measure">
      <span className="row">
        <b>{words.protection}</b>
        <span className={state === 'in-force' ? 'tag done' : 'tag'}>{words.states[state]}</span>
        <span className={renewalDue ? 'push countdown soon' : 'push countdown'}>
          {state === 'in-force' ? words.daysLeft(left) : words.begins(said(from))}
        </span>
      </span>
      <span>{words.term(said(from), said(until))}</span>
      <ul className="prohibits">
        {prohibits.map((one) => (
          <li key={one}>{words.protections[one]}</li>
        ))}
      </ul>
      {renewalDue && <div className="notice warn">{words.renewal}</div>}
      <Deeds
        open={open}
        does={[
          ...(state === 'in-force' ? ([['record-breach', { measure: 'protection-order' }]] as const) : []),
          ['revoke-measure', { measureId: protectionOrderId }],
        ]}
      />
    </li>
  )
}

interface LetterLineProps extends Pick<RowsProps, 'open'> {
  readonly letter: Letter
}
function LetterLine({ letter: { letterId, issuedOn, followUps }, open }: LetterLineProps) {
  const done = followUps.filter(({ state }) => state === 'done').length
  const next = followUps.find(({ state }) => state !== 'done')
  return (
    <li className="measure">
      <span className="row">
        <b>{words.letter}</b>
        {next?.state === 'late' && <span className="tag warn">{words.visitLate}</span>}
        <span className="push">
          {next ? (
            <>
              <span className="soft">{words.nextVisit} </span>
              <Countdown at={next.dueAt} />
            </>
          ) : (
            <span className="soft">{words.allVisited}</span>
          )}
        </span>
      </span>
      <span className="soft">
        {words.issued(said(issuedOn))} · {words.visits(done, followUps.length)}
      </span>
      <Deeds
        open={open}
        does={[
          ['follow-up-letter', { letterId }],
          ['record-breach', { measure: 'warning-letter' }],
          ['revoke-measure', { measureId: letterId }],
        ]}
      />
    </li>
  )
}
