/** Plays a simulated city as a process of its own: told what to play as its one argument, it tells whoever started it how far
 *  it is, and at the end what the board shows and what was counted. */
import { seeded } from '../demo/chance.ts'
import type { Extent } from '../demo/city.ts'
import { type PlayedCity, playCity } from './playCity.ts'

export interface Asked {
  readonly connectionString: string
  readonly city: string
  readonly extent: Extent
  /** ISO 8601. */
  readonly until: string
  readonly seed: number
  readonly step_ms: number
  /** How often the policies' process is killed, at moments by chance. */
  readonly kills: number
}
export type Said =
  | { readonly day: number }
  | { readonly ended: Omit<PlayedCity, 'events'> & { readonly events: number } }

const DAY_MS = 86_400_000

process.on('disconnect', () => process.exit(1))
const asked = JSON.parse(process.argv[2]!) as Asked
const until = new Date(asked.until)
const { days } = asked.extent
const began = until.getTime() - days * DAY_MS
const chance = seeded(asked.seed + 1)
const killTimes = Array.from({ length: asked.kills }, () => began + chance() * days * DAY_MS).sort(
  (a, b) => a - b,
)
const say = (said: Said) => new Promise((resolve) => process.send!(said, resolve))

const { events, ...ended } = await playCity({
  ...{ ...asked, until },
  kills(_, moment) {
    if (killTimes.length === 0 || killTimes[0]! > moment.getTime()) return false
    killTimes.shift()
    return true
  },
  onStep: (moment) => void say({ day: Math.max(0, Math.floor((moment.getTime() - began) / DAY_MS)) }),
})
await say({ ended: { ...ended, events: events.length } })
process.exit(0)
