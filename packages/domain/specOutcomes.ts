/**
 * Outcome tables: what every command comes to in every state, for everyone. A table is text, so that it is read as
 * one; each of its blocks is about one command or several that come to the same:
 *
 *     accept → WorkOrderAccepted
 *                        township          district
 *     dispatched         yes               not-assignee
 *     accepted,returned  already-accepted  not-assignee
 *
 * A block of lines such as `lying = unroutable,returned` gives several states one name, for the blocks behind it.
 * `yes` is the event that stands behind the arrow; any other cell is the reason of a refusal, `nothing`, or the types
 * of other events, joined by `+`. A cell that is missing, or there twice, or about nothing that is known, fails.
 */
import type { Test } from 'tap'
import type { DomainEvent, EventType, NewDomainEvent } from './catalogue.ts'
import type { Decision } from './event.ts'
import { given, type Happened, recorded } from './spec.ts'

export interface Outcomes<E extends DomainEvent, Command> {
  readonly table: string
  /** By name: what happened before. */
  readonly states: Readonly<Record<string, readonly (E | Happened<E['type']>)[]>>
  /** By name: who gives the command. */
  readonly actors: Readonly<Record<string, string>>
  readonly commands: Readonly<Record<string, Command>>
  decide(
    command: Command,
    by: string,
    state: string,
  ): (history: readonly E[]) => Decision<NewDomainEvent, string>
}

interface Cell {
  readonly command: string
  readonly state: string
  readonly actor: string
  readonly outcome: string
}

/** The cells of a table, with `yes` told as the event that it stands for. */
export function cellsOf(table: string): Cell[] {
  const groups = new Map<string, readonly string[]>()
  const statesOf = (names: string) => names.split(',').flatMap((name) => groups.get(name) ?? [name])
  return table
    .trim()
    .split(/\n\s*\n/)
    .flatMap((block) => {
      const lines = block.split('\n').map((line) => line.trim())
      const isGroups = lines.every((line) => line.includes(' = '))
      for (const [name, names] of isGroups ? lines.map((line) => line.split(/\s+=\s+/)) : [])
        groups.set(name!, statesOf(names!))
      return isGroups ? [] : cellsOfBlock(lines, statesOf)
    })
}

function cellsOfBlock(lines: readonly string[], statesOf: (names: string) => readonly string[]): Cell[] {
  const commands = lines.filter((line) => line.includes('→')).map((line) => line.split(/\s*→\s*/))
  const [actors, ...rows] = lines.slice(commands.length).map((line) => line.split(/\s+/))
  return commands.flatMap(([command, event]) =>
    rows.flatMap(([names, ...outcomes]) =>
      statesOf(names!).flatMap((state) =>
        outcomes.map((outcome, i) => ({
          ...{ command: command!, state, actor: actors![i] ?? `column ${i + 1}` },
          outcome: outcome === 'yes' ? event! : outcome,
        })),
      ),
    ),
  )
}

const nameOf = ({ command, state, actor }: Omit<Cell, 'outcome'>) => `${command}, ${state}, ${actor}`

/** What a table says too little or too much for these commands, states and actors. */
export function gapsOf(
  cells: readonly Cell[],
  { commands, states, actors }: Record<'commands' | 'states' | 'actors', Readonly<Record<string, unknown>>>,
): string[] {
  const wanted = Object.keys(commands).flatMap((command) =>
    Object.keys(states).flatMap((state) =>
      Object.keys(actors).map((actor) => nameOf({ command, state, actor })),
    ),
  )
  const told = cells.map(nameOf)
  const twice = told.filter((name, i) => told.indexOf(name) !== i)
  return [
    ...wanted.filter((name) => !new Set(told).has(name)).map((name) => `${name}: no cell`),
    ...told.filter((name) => !new Set(wanted).has(name)).map((name) => `${name}: is not known`),
    ...twice.map((name) => `${name}: two cells`),
  ]
}

/** Tries every cell of the table; what is accepted is also held against the catalogue, and decided again. */
export function walkOutcomes<E extends DomainEvent, Command>(
  t: Test,
  { table, states, actors, commands, decide }: Outcomes<E, Command>,
): void {
  const cells = cellsOf(table)
  t.strictSame(gapsOf(cells, { commands, states, actors }), [])
  const histories = new Map(Object.entries(states).map(([name, happened]) => [name, recorded<E>(happened)]))
  for (const [name, command] of Object.entries(commands))
    t.test(name, async (t) => {
      for (const cell of cells.filter((one) => one.command === name)) {
        const { state, actor, outcome } = cell
        const history = histories.get(state) ?? []
        const decided = decide(command, actors[actor]!, state)
        const told = toldOf(decided(history))
        t.equal(told, outcome, nameOf(cell))
        if (told === outcome && /^[A-Z]/.test(told))
          given<E>(t, history)
            .when(decided)
            .then(outcome.split('+') as EventType[])
      }
    })
}

function toldOf(decision: Decision<NewDomainEvent, string>): string {
  if ('refusal' in decision) return decision.refusal
  return decision.events.map(({ type }) => type).join('+') || 'nothing'
}
