/** Says that what is on the screen may not be what is, and since when; nothing while the line holds. */
import type { Liveness } from '../api/live.ts'
import { texts } from '../texts/zh.ts'
import { clockTime } from './moment.tsx'

const BEHIND_S = 15

export function Stale({ live }: { readonly live: Liveness }) {
  if (!live.stale && live.behind_s < BEHIND_S) return null
  const words = texts.live
  return (
    <p className="stale" role="status">
      <b>{live.stale ? words.lost : words.behind(live.behind_s)}</b>
      {live.stale && live.heardAt !== null && <span>{words.since(clockTime(live.heardAt))}</span>}
    </p>
  )
}
