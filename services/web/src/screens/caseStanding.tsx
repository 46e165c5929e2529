/** How a case stands because of what people decided: a level of theirs, a leader, a seal, a closing, a merge; and the
 *  buttons for what may be decided next. */
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { CaseDetail, Me } from '../api/shapes.ts'
import { DraftOffer } from '../drafts/draftOffer.tsx'
import { DoneNotice } from '../parts/conditions.tsx'
import { shownDay } from '../parts/moment.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { marks } from '../texts/marks.ts'
import { measureTexts } from '../texts/measures.ts'
import { texts } from '../texts/zh.ts'
import { type CaseCommandName, caseCommandsFor, isOwnOverride } from './caseCommands.ts'
import { CaseForm, readCaseFormName } from './caseForm.tsx'
import { said } from './measureRows.tsx'
import { shortId } from './orderId.ts'

const words = texts.caseActions
const standing = words.standing

/** Beside the level, in the head of the card. */
export function CaseTags({ data }: { readonly data: CaseDetail }) {
  const inForce = data.measures.protectionOrders
    .filter(({ state }) => state === 'in-force')
    .map(({ until }) => until)
    .sort()
    .at(-1)
  return (
    <>
      {data.sealedFor && <span className="tag warn">{standing.sealed}</span>}
      {data.closedAt && <span className="tag done">{standing.closed}</span>}
      {data.mergedInto && <span className="tag">{standing.isMerged}</span>}
      {inForce && <span className="tag waiting">{measureTexts.inForceTag(said(inForce))}</span>}
    </>
  )
}

export function CaseStanding({ data }: { readonly data: CaseDetail }) {
  return linesOf(data).map(([key, line, isWarning]) => (
    <div key={key} className={isWarning ? 'notice warn' : 'notice'}>
      {line}
    </div>
  ))
}

function linesOf(data: CaseDetail): [key: string, line: ReactNode, isWarning?: boolean][] {
  const { overridden, leader, sealedFor, closedAt, mergedCases, mergedInto, accounts } = data
  const nameOf = (accountId: string) => accounts[accountId] ?? standing.someone
  const lines: [string, ReactNode, boolean?][] = []
  if (mergedInto)
    lines.push([
      'into',
      <>
        {standing.mergedInto} <Link to={paths.caseCard(mergedInto)}>{standing.openIt}</Link>
      </>,
      true,
    ])
  if (overridden?.floor)
    lines.push(['raised', standing.raised(texts.levels[overridden.graded], texts.levels[overridden.floor])])
  if (overridden?.lowered)
    lines.push([
      'lowered',
      standing.lowered(texts.levels[overridden.graded], texts.levels[overridden.lowered]),
    ])
  if (overridden?.pending) {
    const { level, askedBy } = overridden.pending
    lines.push([
      'pending',
      standing.pending(texts.levels[level], nameOf(askedBy.replace('account:', ''))),
      true,
    ])
  }
  if (leader) lines.push(['leader', marks.is(standing.leader, nameOf(leader.leaderId))])
  if (sealedFor) lines.push(['sealed', standing.sealedFor(sealedFor.length), true])
  if (closedAt) lines.push(['closed', standing.closedOn(shownDay(closedAt))])
  if (mergedCases.length > 0)
    lines.push([
      'merged',
      <>
        {standing.merged}
        {mergedCases.map((one) => (
          <Link key={one} to={paths.caseCard(one)} className="code">
            {shortId(one)}
          </Link>
        ))}
      </>,
    ])
  return lines
}

/** 操作: what this person may decide about the case now. */
export function CaseActions({ me, data }: { readonly me: Me; readonly data: CaseDetail }) {
  const client = useQueryClient()
  const [open, setOpen] = useState<CaseCommandName | null>(null)
  const [done, setDone] = useState<CaseCommandName | null>(null)
  const commands = caseCommandsFor(data, me)
  if (commands.length === 0 && !done) return null
  const label = (command: CaseCommandName) =>
    command === 'decline-override' && isOwnOverride(data, me)
      ? words.commands.withdraw
      : command === 'seal' && data.sealedFor
        ? words.commands.sealAgain
        : words.commands[command]
  const finish = async (command: CaseCommandName) => {
    await client.invalidateQueries({ queryKey: ['case', data.id] })
    void client.invalidateQueries({ queryKey: ['cases'] })
    setOpen(null)
    setDone(command)
  }
  return (
    <section className="stack" aria-label={words.title}>
      {!open && (
        <DraftOffer
          concerns={(form) => readCaseFormName(form)?.caseId === data.id}
          onOpen={({ form }) => setOpen(readCaseFormName(form)?.command ?? null)}
        />
      )}
      {done && <DoneNotice>{words.done[done]}</DoneNotice>}
      <div className="commands">
        {commands.map((command) => (
          <Button
            key={command}
            type={command === 'approve-override' ? 'primary' : 'default'}
            onClick={() => {
              setDone(null)
              setOpen(command)
            }}
          >
            {label(command)}
          </Button>
        ))}
      </div>
      {open && (
        <CaseForm
          key={open}
          command={open}
          label={label(open)}
          data={data}
          onDone={() => finish(open)}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}
