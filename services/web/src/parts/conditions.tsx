/** What a screen shows when there is nothing, nothing yet, or nothing any more: each says what to do. */
import type { UseQueryResult } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Problem } from '../api/http.ts'
import { explain } from '../texts/reasons.ts'
import { texts } from '../texts/zh.ts'
import { clockTime } from './moment.tsx'

export const Loading = ({ rows = 5 }: { readonly rows?: number }) => (
  <div className="skeleton" role="status" aria-label={texts.conditions.loading}>
    {Array.from({ length: rows }, (_, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
      <i key={i} />
    ))}
  </div>
)

interface EmptyProps {
  readonly title: string
  readonly children?: ReactNode
}
export const Empty = ({ title, children }: EmptyProps) => (
  <div className="blank">
    <b>{title}</b>
    {children}
  </div>
)

export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { what, advice } = explain(error)
  const worthwhile = !(error instanceof Problem) || error.status >= 500 || error.status === 429
  return (
    <div className="blank" role="alert">
      <b>{what}</b>
      <span>{advice}</span>
      {retry && worthwhile && <Button onClick={retry}>{texts.conditions.retry}</Button>}
    </div>
  )
}

/** That a command was carried out; read out where it appears. */
export const DoneNotice = ({ children }: { readonly children: ReactNode }) => (
  <div className="notice" role="status">
    <b>{children}</b>
  </div>
)

/** A refusal or fault beside a form, where it does not replace anything. */
export function FaultNotice({ error }: { readonly error: unknown }) {
  if (!error) return null
  const { what, advice } = explain(error)
  return (
    <div className="notice fault" role="alert">
      <b>{what}</b>
      <span>{advice}</span>
    </div>
  )
}

type Result<T> = Pick<UseQueryResult<T>, 'data' | 'error' | 'isError' | 'dataUpdatedAt' | 'refetch'>
interface LoadedProps<T> {
  readonly query: Result<T>
  readonly rows?: number
  readonly children: (data: T) => ReactNode
}
/** Shows a query in whichever condition it is. Data once seen stays, with a word when it is no longer fresh. */
export function Loaded<T>({ query, rows, children }: LoadedProps<T>) {
  const { data, error, isError, refetch } = query
  if (data === undefined && isError) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading rows={rows ?? 5} />
  return (
    <>
      {isError && (
        <div className="notice warn" role="status" style={{ marginBottom: 12 }}>
          <b>{texts.conditions.stale(clockTime(query.dataUpdatedAt))}</b>
          <Button size="small" onClick={() => void refetch()}>
            {texts.conditions.retry}
          </Button>
        </div>
      )}
      {children(data)}
    </>
  )
}
