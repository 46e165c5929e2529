/** A directory's file is imported, and what became of its rows is told by row, column and reason. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useRef } from 'react'
import type { ImportResult, Remark } from '../api/directoryShapes.ts'
import { Problem, upload } from '../api/http.ts'
import { DoneNotice, FaultNotice } from '../parts/conditions.tsx'
import { marks } from '../texts/marks.ts'
import { remarkTexts } from '../texts/remarks.ts'
import { texts } from '../texts/zh.ts'

const words = texts.organisations.imports

export function OrganisationImport({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const importing = useMutation({
    mutationFn: (file: File) => upload<ImportResult>('/v1/organisations/imports', file),
    onSuccess: () => client.invalidateQueries({ queryKey: ['organisations'] }),
  })
  return (
    <Drawer open title={words.title} placement="right" size={560} onClose={onClose}>
      <div className="stack">
        <p className="soft">{words.lead}</p>
        <div className="row">
          <input
            ref={input}
            type="file"
            className="hidden-visually"
            tabIndex={-1}
            aria-label={words.choose}
            accept=".csv,.xlsx,text/csv"
            onChange={(event) => {
              const file = event.target.files?.[0]
              if (file) importing.mutate(file)
              // The same file can be chosen again once it is corrected.
              event.target.value = ''
            }}
          />
          <Button type="primary" loading={importing.isPending} onClick={() => input.current?.click()}>
            {words.choose}
          </Button>
          {importing.isPending && <span className="soft">{words.going}</span>}
        </div>
        <FaultNotice error={importing.error} />
        <HeaderFaults error={importing.error} />
        {importing.data && <Result result={importing.data} />}
      </div>
    </Drawer>
  )
}

const HeaderFaults = ({ error }: { readonly error: unknown }) =>
  error instanceof Problem && error.faults.length > 0 ? (
    <ul className="changes">
      {error.faults.map(({ pointer, reason }) => (
        <li key={pointer + reason}>{marks.is(words.header[reason] ?? reason, pointer)}</li>
      ))}
    </ul>
  ) : null

const Result = ({ result }: { readonly result: ImportResult }) => (
  <>
    <DoneNotice>{words.result(result)}</DoneNotice>
    <Remarks title={words.rejected(result.rejected.length)} remarks={result.rejected} tone="fault" />
    <Remarks title={words.warnings(result.warnings.length)} remarks={result.warnings} tone="warn" />
  </>
)

interface RemarksProps {
  readonly title: string
  readonly remarks: readonly Remark[]
  readonly tone: 'fault' | 'warn'
}
/** One line for each column and reason, in the order of their first rows. */
function Remarks({ title, remarks, tone }: RemarksProps) {
  if (remarks.length === 0) return null
  const groups = new Map<string, Remark[]>()
  for (const remark of remarks) {
    const name = `${remark.column} ${remark.reason}`
    groups.set(name, [...(groups.get(name) ?? []), remark])
  }
  return (
    <div className={`notice ${tone}`}>
      <b>{title}</b>
      <ul className="changes">
        {[...groups].map(([name, group]) => {
          const { column, reason } = group[0]!
          const saying = remarkTexts[reason]
          return (
            <li key={name}>
              {words.rows(group.map(({ row }) => row))} {marks.name(column)}
              {saying ? marks.also(saying.what, saying.todo) : reason}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
