/** Since when things are new to an account on this device: the last time its home screen was open before this visit. */
import { useEffect, useState } from 'react'
import { serverNow } from '../api/http.ts'

/** A home screen that was away for less is the same visit. */
const VISIT_MS = 15 * 60_000
const BEAT_MS = 60_000

interface Looked {
  readonly since: string | null
  readonly last: string
}

/** Null at the very first visit: then all is new, and nothing is said. */
export function useLastLooked(accountId: string): string | null {
  const name = `jiahe.looked.${accountId}`
  const [since] = useState(() => {
    const before = read(name)
    if (!before) return null
    return serverNow() - Date.parse(before.last) > VISIT_MS ? before.last : before.since
  })
  useEffect(() => {
    const look = () => {
      const last = new Date(serverNow()).toISOString()
      localStorage.setItem(name, JSON.stringify({ since, last } satisfies Looked))
    }
    look()
    const timer = setInterval(look, BEAT_MS)
    return () => clearInterval(timer)
  }, [name, since])
  return since
}

function read(name: string): Looked | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') as Looked | null
  } catch {
    return null
  }
}
