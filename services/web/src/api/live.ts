/**
 * Hears from the server what changed and asks anew for what is on the screen. One line for a tab that is looked at, none
 * for the others: a browser has few to give. When the line is silent for too long, the screen can say so.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { get } from './http.ts'
import type { Me } from './shapes.ts'

/** Two beats and a little more. */
const SILENT_MS = 35_000
const AGAIN_MS = 5_000
/** Figures count much and change with everything. */
const FIGURES_MS = 10_000
const lists: readonly string[] = ['orders', 'callbacks', 'cases', 'answers', 'supervision', 'overrides']
const figures: readonly string[] = ['board', 'coverage']
/** Who has read so many pages down is not pulled back. */
const PAGES = 3

export interface Liveness {
  /** When it was last heard that all is shown as it stands; null before the first time. */
  readonly heardAt: number | null
  readonly stale: boolean
  /** Seconds that the server's own read models are behind. */
  readonly behind_s: number
}
interface Changes {
  readonly cases: readonly { readonly caseId: string; readonly orders: readonly string[] }[]
}

export function useLive(wanted: boolean): Liveness {
  const client = useQueryClient()
  const [state, setState] = useState<Liveness>({ heardAt: null, stale: false, behind_s: 0 })
  useEffect(() => {
    if (!wanted) return
    return listen(client, setState)
  }, [client, wanted])
  return state
}

function listen(client: QueryClient, tell: (next: (before: Liveness) => Liveness) => void): () => void {
  let source: EventSource | null = null
  let last: string | null = null
  let figuresAt = 0
  let silence: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined

  const heard = (behind_s?: number) => {
    clearTimeout(silence)
    silence = setTimeout(() => tell((before) => ({ ...before, stale: true })), SILENT_MS)
    tell((before) => ({ heardAt: Date.now(), stale: false, behind_s: behind_s ?? before.behind_s }))
  }

  function open(): void {
    close()
    source = new EventSource(last === null ? '/v1/live' : `/v1/live?${new URLSearchParams({ after: last })}`)
    source.addEventListener('beat', (event) => {
      last = event.lastEventId
      heard((JSON.parse(event.data) as { readonly behind_s: number }).behind_s)
    })
    source.addEventListener('change', (event) => {
      last = event.lastEventId
      heard()
      askAnew(JSON.parse(event.data) as Changes)
    })
    source.addEventListener('resync', (event) => {
      last = event.lastEventId
      heard()
      void client.invalidateQueries()
    })
    source.addEventListener('error', () => {
      tell((before) => ({ ...before, stale: true }))
      // Refused, and not only lost: it does not come back by itself. Whether the session is over is heard here.
      if (source?.readyState !== EventSource.CLOSED) return
      void client
        .fetchQuery({ queryKey: ['me'], queryFn: () => get<Me>('/v1/me'), staleTime: 0 })
        .catch(() => {})
      clearTimeout(again)
      again = setTimeout(open, AGAIN_MS)
    })
  }
  function close(): void {
    source?.close()
    source = null
    clearTimeout(again)
    clearTimeout(silence)
  }

  function askAnew({ cases }: Changes): void {
    const things = new Set(cases.flatMap(({ caseId, orders }) => [caseId, ...orders]))
    const dueFigures = Date.now() - figuresAt > FIGURES_MS
    if (dueFigures) figuresAt = Date.now()
    void client.invalidateQueries({
      predicate: ({ queryKey: [kind, id], state }) => {
        if (kind === 'case' || kind === 'order') return things.has(String(id))
        if (figures.includes(String(kind))) return dueFigures
        return lists.includes(String(kind)) && pagesOf(state.data) <= PAGES
      },
    })
  }

  const see = () => {
    if (document.visibilityState === 'visible') open()
    else close()
  }
  // The line itself may not notice for a long time.
  const lose = () => {
    tell((before) => ({ ...before, stale: true }))
    close()
  }
  see()
  document.addEventListener('visibilitychange', see)
  window.addEventListener('offline', lose)
  window.addEventListener('online', see)
  return () => {
    document.removeEventListener('visibilitychange', see)
    window.removeEventListener('offline', lose)
    window.removeEventListener('online', see)
    close()
  }
}

const pagesOf = (data: unknown): number =>
  (data as { readonly pages?: readonly unknown[] } | undefined)?.pages?.length ?? 1
