/** How far the read models are behind: the age of the oldest event of the process's share that is not folded, in
 *  seconds; never a difference of positions. A process that hangs shows as an age that grows. */
import { Gauge, type Registry } from 'prom-client'

export function lagOn(registry: Registry, now: () => Date): (recordedAt: string | null) => void {
  let since: string | null = null
  new Gauge({
    name: 'projector_lag_seconds',
    help: 'Age of the oldest event of this process that is not folded yet',
    registers: [registry],
    collect() {
      this.set(since === null ? 0 : Math.max(0, now().getTime() - Date.parse(since)) / 1000)
    },
  })
  return (recordedAt) => {
    since = recordedAt
  }
}
