/** How far long work has come, on stderr: a bar with rate and time left on a terminal, a line now and then elsewhere. */
import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  update(done: number, total: number): void
  end(): void
}

/** How many it will be in all: those ahead are taken to lie as close as those behind. */
export const expected = (done: number, distance: number, end: number): number =>
  distance === 0 ? done : Math.max(done, Math.round((done * end) / distance))

const LINE_EVERY_MS = 5000

/** `unit`: what is counted, as 行 or 事件. */
export function progress(title: string, unit: string): Progress {
  const began = Date.now()
  const pace = (done: number, total: number) => paceOf(done, total, Date.now() - began)
  return process.stderr.isTTY ? bar(title, unit, pace) : lines(title, unit, pace)
}

interface Pace {
  /** In a second; to a tenth where it is slow. */
  readonly rate: string
  readonly left_s: number
}
export function paceOf(done: number, total: number, took_ms: number): Pace {
  const rate = done / Math.max(0.001, took_ms / 1000)
  return {
    rate: rate < 10 ? rate.toFixed(1) : String(Math.round(rate)),
    left_s: rate === 0 ? 0 : Math.ceil((total - done) / rate),
  }
}
type PaceAt = (done: number, total: number) => Pace

function bar(title: string, unit: string, pace: PaceAt): Progress {
  const format = `${title} {bar} {percentage}% | {value}/{total} ${unit} | {rate} ${unit}/秒 | 剩余 {eta} 秒`
  const one = new SingleBar({ format, hideCursor: true, stream: process.stderr, barsize: 30 }, Presets.rect)
  let drawn = false
  return {
    update(done, total) {
      if (!drawn) one.start(total, 0, { rate: 0 })
      drawn = true
      one.setTotal(total)
      one.update(done, { rate: pace(done, total).rate })
    },
    end() {
      if (drawn) one.stop()
    },
  }
}

function lines(title: string, unit: string, pace: PaceAt): Progress {
  let last = Date.now()
  return {
    update(done, total) {
      if (Date.now() - last < LINE_EVERY_MS || done === 0) return
      last = Date.now()
      const { rate, left_s } = pace(done, total)
      console.error(`${title} ${done}/${total} ${unit}，${rate} ${unit}/秒，剩余约 ${left_s} 秒`)
    },
    end() {},
  }
}
