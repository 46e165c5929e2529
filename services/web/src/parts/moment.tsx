/** Times as officials write them, in Asia/Shanghai wherever the browser stands, and the clock that runs on
 *  the screen by the server's time. */
import { useSyncExternalStore } from 'react'
import { serverNow } from '../api/http.ts'
import { texts } from '../texts/zh.ts'

const zone = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: zone,
  ...{
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
})

function read(at: string | number): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(at)).map((p) => [p.type, p.value]))
}

/** 2026-11-23 21:14, in whatever language: as it is filed and sent. */
export function filedTime(at: string | number): string {
  const { year, month, day, hour, minute } = read(at)
  return `${year}-${month}-${day} ${hour}:${minute}`
}
/** 2026-11-23, in whatever language. */
export const dayOf = (at: string | number): string => filedTime(at).slice(0, 10)
/** 21:14 */
export const clockTime = (at: string | number): string => filedTime(at).slice(11)

/** 2026-11-23; 23 Nov 2026 */
export function shownDay(at: string | number): string {
  const { year, month, day } = read(at)
  return texts.time.date(year!, month!, day!)
}
/** 2026-11-23 21:14; 23 Nov 2026 21:14 */
export const fullTime = (at: string | number): string => `${shownDay(at)} ${clockTime(at)}`
/** 11-23 21:14; 23 Nov 21:14; with the year where it is another one. */
export function shortTime(at: string | number, now: number = serverNow()): string {
  const { year, month, day } = read(at)
  if (year !== read(now).year) return fullTime(at)
  return `${texts.time.dayOfYear(month!, day!)} ${clockTime(at)}`
}

export const Moment = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={fullTime(at)} className="nowrap">
    {shortTime(at)}
  </time>
)

/** 3 天 2 小时, 5 小时 12 分, 8 分 */
export function duration(ms: number): string {
  const minutes = Math.max(1, Math.ceil(Math.abs(ms) / 60_000))
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)]
  if (days >= 10) return texts.time.days(days)
  if (days > 0) return texts.time.daysHours(days, hours)
  return hours > 0 ? texts.time.hoursMinutes(hours, minutes % 60) : texts.time.minutes(minutes)
}

const TICK_MS = 15_000
let now = serverNow()
function subscribe(listener: () => void): () => void {
  const timer = setInterval(() => {
    now = serverNow()
    listener()
  }, TICK_MS)
  return () => clearInterval(timer)
}
/** The server's time, moving. */
export function useNow(): number {
  if (serverNow() - now > TICK_MS * 2) now = serverNow()
  return useSyncExternalStore(subscribe, () => now)
}

const SOON_MS = 2 * 3_600_000
/** What is left until a deadline, or how long it is over. */
export function Countdown({ at }: { readonly at: string }) {
  const left = Date.parse(at) - useNow()
  const tone = left < 0 ? 'late' : left < SOON_MS ? 'soon' : ''
  return (
    <time className={`countdown ${tone}`} dateTime={at} title={fullTime(at)}>
      {left < 0 ? texts.time.over(duration(left)) : texts.time.left(duration(left))}
    </time>
  )
}
