/** Everything that happened to a case and its orders, ordered by either clock: when it was, or when it was
 *  entered. The two differ where something was learned late. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Step } from '../api/shapes.ts'
import { Chips } from '../parts/chips.tsx'
import { Loaded } from '../parts/conditions.tsx'
import { History } from '../parts/history.tsx'
import { texts } from '../texts/zh.ts'
import { timelineQuery } from './caseQuery.ts'
import { idleRegradings } from './regradings.ts'

const words = texts.cases
type Clock = 'occurredAt' | 'recordedAt'

export function CaseTimeline({ caseId }: { readonly caseId: string }) {
  const [clock, setClock] = useState<Clock>('recordedAt')
  const [all, setAll] = useState(false)
  const timeline = useQuery(timelineQuery(caseId))
  return (
    <div className="card">
      <div className="row between">
        <h2>{words.timeline}</h2>
        <Chips
          legend={words.clock}
          choices={[
            { value: 'recordedAt', label: words.byRecorded },
            { value: 'occurredAt', label: words.byOccurred },
          ]}
          value={clock}
          onChange={(value) => setClock(value === 'occurredAt' ? 'occurredAt' : 'recordedAt')}
        />
      </div>
      <Loaded query={timeline}>
        {({ items }) => {
          const idle = idleRegradings(items)
          const shown = all ? items : items.filter(({ eventId }) => !idle.has(eventId))
          return (
            <>
              {idle.size > 0 && (
                <label className="row idle">
                  <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />
                  {words.idleRegradings(idle.size / 2)}
                </label>
              )}
              <History steps={newestFirst(shown, clock)} />
            </>
          )
        }}
      </Loaded>
    </div>
  )
}

/** The order of the log breaks ties: of two at the same moment the later one stands first. */
const newestFirst = (steps: readonly Step[], clock: Clock): readonly Step[] =>
  [...steps].reverse().sort((a, b) => Date.parse(b[clock]) - Date.parse(a[clock]))
