/**
 * A fold that goes on from where it was. Whoever reads the same stream again and again, as what decides about a family
 * in memory does, has folded all but its newest events before. It is the same fold: kept is one state for each history,
 * by its first event, and used only where every event that led to it is there again.
 */

/** `evolve` must not change the state that it is given. */
export function foldOn<Event extends object, State>(
  evolve: (state: State, event: Event) => State,
  empty: State,
): (history: readonly Event[]) => State {
  const known = new WeakMap<Event, { readonly history: readonly Event[]; readonly state: State }>()
  return (history) => {
    const first = history[0]
    if (first === undefined) return empty
    const before = known.get(first)
    const isOn = before?.history.every((event, i) => event === history[i])
    const state = history
      .slice(isOn ? before!.history.length : 0)
      .reduce(evolve, isOn ? before!.state : empty)
    known.set(first, { history: [...history], state })
    return state
  }
}
