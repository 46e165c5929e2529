/** Which risk model grades in each track now, and which is to from when. */

import { serverNow } from '../api/http.ts'
import type { ModelItem } from '../api/modelShapes.ts'
import { fullTime } from '../parts/moment.tsx'
import { modelTexts as words } from '../texts/models.ts'

/** One that the city loaded under a name of its own is called by that. */
export const nameOf = ({ id, version }: Pick<ModelItem, 'id' | 'version'>): string =>
  words.version(
    Object.hasOwn(words.names, id) ? words.names[id as keyof typeof words.names] : `${id} `,
    version,
  )

/** When it is to come into force, each time. */
const plannedIn = ({ periods }: ModelItem): string[] =>
  periods.flatMap(({ since }) => (since && Date.parse(since) > serverNow() ? [since] : []))
/** When next; null where it is not. */
export const plannedFrom = (item: ModelItem): string | null => plannedIn(item)[0] ?? null

export const ModelStanding = ({ items }: { readonly items: readonly ModelItem[] }) => (
  <ul className="changes">
    {(['violence', 'dispute'] as const).map((track) => {
      const own = items.filter((item) => item.track === track)
      const active = own.find((item) => item.active)
      const planned = own
        .flatMap((item) => plannedIn(item).map((since) => ({ item, since })))
        .sort((a, b) => Date.parse(a.since) - Date.parse(b.since))
      return (
        <li key={track}>
          {words.standing(
            words.tracks[track],
            active ? nameOf(active) : '',
            planned.map(({ item, since }) => words.plannedFrom(fullTime(since), nameOf(item))),
          )}
        </li>
      )
    })}
  </ul>
)
