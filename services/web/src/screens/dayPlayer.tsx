/** The slider over the days, and what plays it: so many days a second, until the last one or a pause. The day stands in
 *  the address, so that a link shows the same day. */
import { Button, Slider } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Chips, choicesOf } from '../parts/chips.tsx'
import { shownDay } from '../parts/moment.tsx'
import type { Filter } from '../paths.ts'
import { texts } from '../texts/zh.ts'

const words = texts.history
const SECOND_MS = 1000
const DEFAULT_SPEED = '4'

interface DayPlayerProps {
  readonly days: readonly string[]
  readonly at: number
  readonly range: number
  readonly show: (change: Filter) => void
}
export function DayPlayer({ days, at, range, show }: DayPlayerProps) {
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(DEFAULT_SPEED)
  const last = days.length - 1
  const move = (to: number) => show({ day: days[Math.max(0, Math.min(last, to))]! })
  usePlaying(playing && at < last, SECOND_MS / Number(speed), () => move(at + 1))
  if (playing && at >= last) setPlaying(false)
  const toggle = () => {
    if (!playing && at >= last) move(0)
    setPlaying(!playing)
  }
  return (
    <section className="card player" aria-label={words.title}>
      <span className="row">
        <Button type="primary" onClick={toggle}>
          {playing ? words.pause : words.play}
        </Button>
        <Button aria-label={words.back} disabled={at === 0} onClick={() => move(at - 1)}>
          ‹
        </Button>
        <Button aria-label={words.forward} disabled={at === last} onClick={() => move(at + 1)}>
          ›
        </Button>
      </span>
      <div className="track">
        <Slider
          min={0}
          max={last}
          value={at}
          onChange={move}
          tooltip={{ formatter: (n) => days[n ?? 0] }}
          ariaLabelForHandle={words.day}
          ariaValueTextFormatterForHandle={(n) => days[n] ?? ''}
        />
      </div>
      <output aria-live={playing ? 'off' : 'polite'}>{words.asOf(shownDay(days[at]!))}</output>
      <div className="choices">
        <Chips
          short
          legend={words.speed}
          choices={choicesOf(words.speeds)}
          value={speed}
          onChange={setSpeed}
        />
        <Chips
          short
          legend={words.range}
          choices={choicesOf(words.ranges)}
          value={String(range)}
          onChange={(range) => show({ range, day: '' })}
        />
      </div>
    </section>
  )
}

/** Calls `step` again and again, each time the newest one. */
function usePlaying(on: boolean, every_ms: number, step: () => void): void {
  const latest = useRef(step)
  useEffect(() => {
    latest.current = step
  })
  useEffect(() => {
    if (!on) return
    const timer = setInterval(() => latest.current(), every_ms)
    return () => clearInterval(timer)
  }, [on, every_ms])
}
