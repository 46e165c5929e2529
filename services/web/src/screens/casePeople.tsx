/** Whom a case is about, masked; in full for a minute to a caseworker who says what for. */
import type { ReactNode } from 'react'
import type { CaseDetail, Me, Party } from '../api/shapes.ts'
import { langOf } from '../texts/language.ts'
import { texts } from '../texts/zh.ts'
import { Unmask } from './unmask.tsx'

const words = texts.cases
const caseworkers: readonly Me['role'][] = ['mediator', 'district-officer', 'dispatcher']

interface CasePeopleProps {
  readonly me: Me
  readonly data: CaseDetail
  /** What else can be done about one of them. */
  readonly act?: (person: Party) => ReactNode
  readonly children?: ReactNode
}
export const CasePeople = ({ me, data, act, children }: CasePeopleProps) => (
  <div className="card">
    <h2>{words.people}</h2>
    <ul className="people">
      {data.people.map((person) => (
        <li key={person.personId}>
          <span className="tag">{texts.partyRoles[person.role]}</span>
          <b lang={langOf(person.name)}>{person.erased ? words.erased : (person.name ?? words.noName)}</b>
          <span className="soft">{person.erased ? '' : (person.phone ?? texts.callbacks.noPhone)}</span>
          <span className="soft code">{person.idNumber}</span>
          {caseworkers.includes(me.role) && !person.erased && <Unmask caseId={data.id} person={person} />}
          {act?.(person)}
        </li>
      ))}
    </ul>
    {children}
  </div>
)
