/** On the case card: what police and courts did about the respondent. What is owed stands first, then what is in force
 *  and until when, then what was; each with what can be recorded about it. */

import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { CaseDetail, Me } from '../api/shapes.ts'
import { DraftOffer } from '../drafts/draftOffer.tsx'
import { DoneNotice } from '../parts/conditions.tsx'
import { measureTexts as words } from '../texts/measures.ts'
import {
  type Act,
  type MeasureCommandName,
  mayRecord,
  mayWaive,
  measureCommandsFor,
} from './measureCommands.ts'
import { MeasureForm, readMeasureFormName } from './measureForm.tsx'
import { OwedMeasures, StandingMeasures } from './measureRows.tsx'
import { OverMeasures } from './measuresPast.tsx'

interface CaseMeasuresProps {
  readonly me: Me
  readonly data: CaseDetail
}
export function CaseMeasures({ me, data }: CaseMeasuresProps) {
  const [act, setAct] = useState<Act | null>(null)
  const [done, setDone] = useState<MeasureCommandName | null>(null)
  const open = (command: MeasureCommandName, about: Act['about'] = {}) => {
    setDone(null)
    setAct({ command, about })
  }
  const rows = { measures: data.measures, open: mayRecord(me) ? open : null, mayWaive: mayWaive(me) }
  const nothing = Object.values(data.measures).every((list) => list.length === 0)
  return (
    <section className="card stack" aria-label={words.title}>
      <h2>{words.title}</h2>
      {done && <DoneNotice>{words.done[done]}</DoneNotice>}
      {!act && mayRecord(me) && (
        <DraftOffer
          concerns={(form) => readMeasureFormName(form)?.caseId === data.id}
          onOpen={({ form }) => setAct(readMeasureFormName(form))}
        />
      )}
      {nothing && <p className="soft">{words.none}</p>}
      <OwedMeasures {...rows} />
      <StandingMeasures {...rows} />
      <OverMeasures {...rows} />
      {mayRecord(me) && (
        <div className="commands">
          {measureCommandsFor(data).map((command) => (
            <Button key={command} onClick={() => open(command)}>
              {words.commands[command]}
            </Button>
          ))}
        </div>
      )}
      {act && <ActForm act={act} data={data} close={() => setAct(null)} finish={setDone} />}
    </section>
  )
}

interface ActFormProps {
  readonly act: Act
  readonly data: CaseDetail
  readonly close: () => void
  readonly finish: (done: MeasureCommandName) => void
}
function ActForm({ act, data, close, finish }: ActFormProps) {
  const client = useQueryClient()
  return (
    <MeasureForm
      key={JSON.stringify(act)}
      {...act}
      label={words.commands[act.command]}
      data={data}
      onDone={async () => {
        await client.invalidateQueries({ queryKey: ['case', data.id] })
        void client.invalidateQueries({ queryKey: ['supervision'] })
        close()
        finish(act.command)
      }}
      onClose={close}
    />
  )
}
