/** A bar for long work where there is a terminal, a line now and then where there is none. */
import { MultiBar, Presets } from 'cli-progress'

export interface Progress {
  update(done: number, total: number, what: string): void
  end(): void
}

const LINE_EVERY_MS = 5000

export function progress(title: string): Progress {
  return process.stdout.isTTY ? bar(title) : lines(title)
}

function bar(title: string): Progress {
  const format = `${title} {bar} {percentage}% | {what} | {eta_formatted}`
  const bars = new MultiBar({ format, hideCursor: true, clearOnComplete: false }, Presets.rect)
  const one = bars.create(1, 0, { what: '' })
  return {
    update(done, total, what) {
      one.setTotal(total)
      one.update(done, { what })
    },
    end: () => bars.stop(),
  }
}

function lines(title: string): Progress {
  let last = 0
  return {
    update(done, total, what) {
      if (Date.now() - last < LINE_EVERY_MS) return
      last = Date.now()
      console.log(`${title}: ${what}, ${Math.floor((100 * done) / Math.max(1, total))} %`)
    },
    end() {},
  }
}
