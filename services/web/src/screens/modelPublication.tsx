/** A risk model's next version is published from a file; what the server finds wrong in it is told part by part, and the
 *  file stays chosen until another is. */
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { Problem } from '../api/http.ts'
import type { ModelList } from '../api/modelShapes.ts'
import { FaultNotice } from '../parts/conditions.tsx'
import { FormDrawer } from '../parts/formDrawer.tsx'
import { modelTexts as words } from '../texts/models.ts'
import { type Chosen, namesIn, nextVersion, readFile, sayFault } from './modelDocument.ts'
import { useModelCommand } from './policyCommand.ts'

interface ModelPublicationProps {
  readonly list: ModelList
  readonly onDone: () => void
  readonly onClose: () => void
}
interface File {
  readonly name: string
  readonly document: Chosen | null
}
export function ModelPublication({ list, onDone, onClose }: ModelPublicationProps) {
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const publishing = useModelCommand(list.revision, onDone)
  const document = file?.document ?? null
  return (
    <FormDrawer
      title={words.publish.title}
      action={words.publish.action}
      pending={publishing.isPending}
      disabled={!document}
      submit={() => publishing.mutate({ path: '', body: document })}
      onClose={onClose}
    >
      <div className="stack">
        <p className="soft">{words.publish.lead}</p>
        <input
          ref={input}
          type="file"
          className="hidden-visually"
          tabIndex={-1}
          aria-label={words.publish.choose}
          accept=".json,application/json"
          onChange={async (event) => {
            const chosen = event.target.files?.[0]
            if (!chosen) return
            // What was chosen before can no longer be sent while this one is read.
            setFile(null)
            publishing.reset()
            setFile({ name: chosen.name, document: await readFile(chosen) })
            // The same file can be chosen again once it is corrected.
            if (input.current) input.current.value = ''
          }}
        />
        <div className="row">
          <Button onClick={() => input.current?.click()}>
            {file ? words.publish.again : words.publish.choose}
          </Button>
          {file && <b className="said">{file.name}</b>}
        </div>
        {file && !document && (
          <div className="notice fault" role="alert">
            {words.publish.notJson}
          </div>
        )}
        {document && <Faults error={publishing.error} document={document} list={list} />}
      </div>
    </FormDrawer>
  )
}

interface FaultsProps {
  readonly error: unknown
  readonly document: Chosen
  readonly list: ModelList
}
function Faults({ error, document, list: { items } }: FaultsProps) {
  if (!(error instanceof Problem)) return <FaultNotice error={error} />
  if (error.reason === 'not-next-version' && typeof document.id === 'string')
    return <Refused lines={[words.publish.version(nextVersion(items, document.id))]} />
  if (error.reason === 'unsafe-model') return <Refused lines={[words.publish.otherTrack]} />
  if (error.faults.length === 0) return <FaultNotice error={error} />
  const names = namesIn(items)
  const said = error.faults.map((fault) => ({ ...sayFault(fault, document, names), at: fault.pointer }))
  // The check of the shape and that of what an event can hold may find the same.
  const once = new Map(said.map((line) => [line.at + line.fault, line]))
  return (
    <Refused
      lines={[...once.values()].map(({ place, fault, at }) => (
        <>
          <b>{place}</b>
          {fault}
          <span className="small soft said"> {at}</span>
        </>
      ))}
    />
  )
}

const Refused = ({ lines }: { readonly lines: readonly React.ReactNode[] }) => (
  <div className="notice fault" role="alert">
    <b>{words.publish.wrong}</b>
    <ul className="changes">
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one answer never move
        <li key={i}>{line}</li>
      ))}
    </ul>
  </div>
)
