/** One report that is owed a word: what was said, by when it has to be answered, what may be decided about it now, and
 *  what was decided. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { serverNow } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { AnswerItem, CaseDetail, Me, Step } from '../api/shapes.ts'
import { DraftOffer } from '../drafts/draftOffer.tsx'
import { DoneNotice, Empty, Loaded } from '../parts/conditions.tsx'
import { History } from '../parts/history.tsx'
import { Moment } from '../parts/moment.tsx'
import { AnswerTag } from '../parts/tags.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { answerTexts as words } from '../texts/answers.ts'
import { langOf } from '../texts/language.ts'
import { texts } from '../texts/zh.ts'
import { AnswerClock } from './answerClock.tsx'
import { type AnswerCommandName, answerCommandsFor } from './answerCommands.ts'
import { AnswerForm, readAnswerFormName } from './answerForm.tsx'
import { CasePeople } from './casePeople.tsx'
import { caseQuery, timelineQuery } from './caseQuery.ts'

interface AnswerProps {
  readonly me: Me
  readonly caseId: string
  readonly reportId: string
  readonly back: string
}
export function Answer({ me, caseId, reportId, back }: AnswerProps) {
  const one = useQuery(caseQuery(caseId))
  return (
    <section className="desk-one stack" aria-label={words.one}>
      <Link to={back} className="back">
        ‹ {words.back}
      </Link>
      <Loaded query={one} rows={8}>
        {(data) => {
          const answer = data.answers.find((a) => a.reportId === reportId)
          return answer ? (
            <Sheet me={me} data={data} answer={answer} />
          ) : (
            <Empty title={words.notHere}>
              <Link to={paths.caseCard(caseId)}>{words.caseLink}</Link>
            </Empty>
          )
        }}
      </Loaded>
    </section>
  )
}

interface SheetProps {
  readonly me: Me
  readonly data: CaseDetail
  readonly answer: AnswerItem
}
function Sheet({ me, data, answer }: SheetProps) {
  const regions = useRegions()
  return (
    <>
      <div className="card stack">
        <header className="row">
          <h1>
            {regions.full(data.regionCode)} ·{' '}
            {data.disputeType ? texts.disputeTypes[data.disputeType] : texts.board.none}
          </h1>
          <AnswerTag state={answer.state} />
          {answer.extension !== 'none' && <span className="tag">{words.extension[answer.extension]}</span>}
        </header>
        <Acts me={me} data={data} answer={answer} />
        <Notes data={data} answer={answer} />
      </div>
      <AnswerClock answer={answer} />
      <Said caseId={data.id} reportId={answer.reportId} />
      <CasePeople me={me} data={data}>
        <Link to={paths.caseCard(data.id)}>{words.caseLink} ›</Link>
      </CasePeople>
    </>
  )
}

function Acts({ me, data, answer }: SheetProps) {
  const client = useQueryClient()
  const regions = useRegions()
  const [open, setOpen] = useState<AnswerCommandName | null>(null)
  const [done, setDone] = useState<AnswerCommandName | null>(null)
  const commands = answerCommandsFor(answer, data, me, serverNow())
  const finish = async (command: AnswerCommandName) => {
    await client.invalidateQueries({ queryKey: ['case', data.id] })
    void client.invalidateQueries({ queryKey: ['answers'] })
    setOpen(null)
    setDone(command)
  }
  return (
    <>
      {done && <DoneNotice>{words.done[done]}</DoneNotice>}
      {!open && (
        <DraftOffer
          concerns={(form) => readAnswerFormName(form)?.reportId === answer.reportId}
          onOpen={({ form }) => setOpen(readAnswerFormName(form)?.command ?? null)}
        />
      )}
      {commands.length === 0 && (
        <p className="soft">
          {answer.endedAt ? words.ended : words.waiting(regions.federation(answer.assignee))}
        </p>
      )}
      {commands.length > 0 && (
        <div className="commands">
          {commands.map((command, i) => (
            <Button
              key={command}
              type={i === 0 ? 'primary' : 'default'}
              danger={command === 'decline-report' || command === 'reject-answer-extension'}
              onClick={() => {
                setDone(null)
                setOpen(command)
              }}
            >
              {words.commands[command]}
            </Button>
          ))}
        </div>
      )}
      {open && (
        <AnswerForm
          key={open}
          command={open}
          reportId={answer.reportId}
          data={data}
          onDone={() => finish(open)}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}

function Notes({ data, answer }: Omit<SheetProps, 'me'>) {
  if (answer.endedAt) return null
  const lines = [
    ...(answer.state === 'taken' && answer.extension === 'requested' ? [words.extensionAsked] : []),
    ...(answer.state === 'open' && data.violence ? [words.violence] : []),
    ...(data.orders.some(({ state }) => state !== 'closed') ? [words.orderOpen] : []),
  ]
  return lines.map((line) => (
    <div key={line} className="notice">
      {line}
    </div>
  ))
}

interface SaidProps {
  readonly caseId: string
  readonly reportId: string
}
/** What was reported, and what became of it so far; the rest of the family's history is on its card. */
function Said({ caseId, reportId }: SaidProps) {
  const timeline = useQuery(timelineQuery(caseId))
  return (
    <Loaded query={timeline} rows={3}>
      {({ items }) => {
        const own = items.filter((step) => isAbout(step, reportId))
        const report = own.find(({ eventId }) => eventId === reportId)
        const amended = own.findLast(({ type, texts }) => type === 'IntakeAmended' && texts?.narrative)
        const narrative = (amended ?? report)?.texts?.narrative
        return (
          <>
            <div className="card">
              <h2>{words.said}</h2>
              {narrative ? (
                <p className="said" lang={langOf(narrative)}>
                  {narrative}
                </p>
              ) : (
                <p className="soft">{words.nothingSaid}</p>
              )}
              {report && (
                <p className="soft small">
                  {words.columns.received} <Moment at={report.occurredAt} />
                </p>
              )}
            </div>
            <div className="card">
              <h2>{words.history}</h2>
              <History steps={own.filter((step) => step.data.reportId === reportId).reverse()} />
            </div>
          </>
        )
      }}
    </Loaded>
  )
}

const isAbout = ({ eventId, data }: Step, reportId: string): boolean =>
  eventId === reportId || data.reportId === reportId || data.intakeId === reportId
