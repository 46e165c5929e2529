/**
 * Test code. The double, as a process of its own, or the server that `EVENT_STORE_URL` names, at the end of a line
 * that can be cut. Of a server the URL names one host: a cluster tells its clients of ways around the line.
 */
import { onEventStore } from '@jiahe/testing/logs.ts'
import type { Test } from 'tap'
import { type CuttableLine, cuttableLine } from './cuttableLine.ts'

export interface CuttableStore {
  /** Past the line. */
  readonly url: string
  /** Through the line. */
  readonly cuttableUrl: string
  readonly line: CuttableLine
}

export async function cuttableStore(t: Test): Promise<CuttableStore> {
  const { EVENT_STORE_URL: url } = await onEventStore(t)
  const { hostname, port } = new URL(url)
  const line = await cuttableLine({ host: hostname, port: Number(port) })
  t.teardown(() => line.close())
  return { url, line, cuttableUrl: url.replace(`${hostname}:${port}`, `127.0.0.1:${line.port}`) }
}

export interface Cuts {
  /** Said with each part of the load that is done: cuts are made as it goes on, at random moments. */
  oneMoreDone(): void
  /** Makes those that are still missing; `use` is what there is to cut then. */
  finish(use: () => Promise<unknown>): Promise<void>
  made(): number
}

/** So many cuts in the course of a load of so many parts. */
export function cutsIn(line: CuttableLine, cuts: number, parts: number): Cuts {
  let made = 0
  let done = 0
  const cutNow = () => {
    if (line.cut() > 0) made++
  }
  return {
    oneMoreDone() {
      done++
      if (Math.floor((done * cuts) / parts) > made) setTimeout(cutNow, Math.random() * 5)
    },
    async finish(use) {
      while (made < cuts) {
        await use()
        cutNow()
      }
    },
    made: () => made,
  }
}
