/** A grade explained: a bar for each factor with its points and source, what is unknown, and that the points are a
 *  starting value and not a validated scale. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get } from '../api/http.ts'
import type { Grade, Page } from '../api/shapes.ts'
import { Moment } from '../parts/moment.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { factorName } from '../texts/factors.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'

const words = texts.grade

interface GradeExplainedProps {
  readonly caseId: string
  readonly grade: Grade | null
}
export function GradeExplained({ caseId, grade }: GradeExplainedProps) {
  const [open, setOpen] = useState(false)
  const grades = useQuery({
    queryKey: ['case', caseId, 'grades'],
    queryFn: () => get<Page<Grade>>(`/v1/cases/${encodeURIComponent(caseId)}/grades`),
    enabled: open,
  })
  if (!grade)
    return (
      <div className="card">
        <h2>{words.title}</h2>
        <p className="soft">{words.none}</p>
      </div>
    )
  const earlier = grades.data?.items.filter((g) => g.eventId !== grade.eventId) ?? []
  return (
    <div className="card stack">
      <h2>{words.title}</h2>
      <GradeHead grade={grade} />
      <Bars grade={grade} />
      <Unknowns grade={grade} />
      <p className="small caution">{words.caution}</p>
      <details className="small" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{words.earlier}</summary>
        <ul className="lines">
          {earlier.map((g) => (
            <li key={g.eventId} className="row">
              <Moment at={g.gradedAt} />
              <LevelTag level={g.level} coverage={g.coverage} />
              <span className="soft">{words.points(g.score)}</span>
            </li>
          ))}
          {grades.data && earlier.length === 0 && <li className="soft">{words.noEarlier}</li>}
        </ul>
      </details>
    </div>
  )
}

const GradeHead = ({ grade }: { readonly grade: Grade }) => (
  <>
    <div className="row">
      <LevelTag level={grade.level} coverage={grade.coverage} />
      <b>{words.points(grade.score)}</b>
      <span className="soft">
        {words.coverage} {Math.round(grade.coverage * 100)}%
      </span>
      <span className="soft small push">
        {grade.model.id}@{grade.model.version} <span className="code">{grade.model.hash.slice(0, 8)}</span> ·{' '}
        <Moment at={grade.gradedAt} />
      </span>
    </div>
    {grade.littleKnown && <div className="notice warn">{words.littleKnownNote}</div>}
    {grade.mandatoryReport && <div className="notice fault">{words.mandatoryReport}</div>}
    {grade.outsideValidation && <div className="notice warn">{words.outsideValidation}</div>}
  </>
)

function Bars({ grade }: { readonly grade: Grade }) {
  const most = Math.max(5, ...grade.contributions.map((c) => c.points))
  if (grade.contributions.length === 0) return <p className="soft">{words.nothing}</p>
  return (
    <ul className="factor-bars">
      {grade.contributions.map((c) => (
        <li key={c.factor}>
          <span className="name">
            {factorName(c.factor, c.name)}
            {grade.floors.includes(c.factor) && (
              <span className="tag warn" title={words.floorNote}>
                {words.floor}
              </span>
            )}
          </span>
          <span className="track" aria-hidden="true">
            <i
              className={grade.floors.includes(c.factor) ? 'floor' : ''}
              style={{ width: `${(c.points / most) * 100}%` }}
            />
          </span>
          <b className="points">+{c.points}</b>
          <span className="source">
            {marks.is(words.source, c.source)} · {words.sources(c.events.length)}
          </span>
        </li>
      ))}
    </ul>
  )
}

const Unknowns = ({ grade }: { readonly grade: Grade }) =>
  grade.unknowns.length === 0 ? null : (
    <details className="small">
      <summary>{words.unknowns(grade.unknowns.length)}</summary>
      <p className="soft">
        {marks.list(grade.unknowns.map((id) => factorName(id, grade.factorNames[id] ?? id)))}
      </p>
    </details>
  )
