/** The directory and its rosters as they came into the log: decided as the console decides them, at moments of the
 *  past; with the cards and the officers that the events name. */

import type { OrganisationEvent } from '@jiahe/domain/catalogue.ts'
import { derivedId } from '@jiahe/domain/ids.ts'
import { foldOrganisation, organisationIdOf, organisationStream } from '@jiahe/domain/organisation.ts'
import { decideOrganisation, type OrganisationCommand } from '@jiahe/domain/organisationCommands.ts'
import type { Territory } from '@jiahe/domain/route.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { NewEvent, RecordedEvent } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import type { KeptCard } from '@jiahe/privacy/cards.ts'
import type { KeptOfficer, Officer } from '@jiahe/privacy/officers.ts'
import { seeded } from './chance.ts'
import { type MadeUpOrganisation, organisationsOfCity } from './directory.ts'
import { dutyTable, type MadeUpShift } from './dutyTable.ts'
import { day_ms, minute_ms } from './moments.ts'

export interface DirectoryOptions {
  readonly territory: Territory
  readonly until: Date
  /** How long ago the directory was made. */
  readonly days: number
  readonly actorOf: (federation: string) => string
  readonly seed: number
}
export interface Directory {
  readonly events: readonly RecordedEvent[]
  readonly cards: readonly KeptCard[]
  readonly officers: readonly (KeptOfficer & { readonly federation: string })[]
}

export async function makeDirectory(options: DirectoryOptions): Promise<Directory> {
  const { territory, until, days, actorOf, seed } = options
  const { regions, city } = territory
  const chance = seeded(seed)
  const organisations = organisationsOfCity(city, regions, chance)
  const weeks = dutyTable(city, regions, until, chance)
  let time = until.getTime() - days * day_ms
  const log = memoryLog({ now: () => new Date(time) })
  const cards: KeptCard[] = []
  const officers = new Map<string, KeptOfficer & { readonly federation: string }>()

  async function carryOut(code: string, by: string, command: OrganisationCommand): Promise<void> {
    const stream = organisationStream(code)
    const history = await log.readStream(stream)
    const state = foldOrganisation(history.map(readEvent) as readonly unknown[] as OrganisationEvent[])
    const causeId = derivedId(new Date(time), 'directory', code, String(history.length))
    const context = { now: new Date(time), actor: actorOf(by), causeId }
    const decision = decideOrganisation(state, code, command, context, territory)
    if ('refusal' in decision) throw new Error(`the play was refused: ${decision.refusal} in ${stream}`)
    await log.append(stream, state?.revision ?? -1, decision.events as readonly NewEvent[])
  }
  const keepCard = ({ code, card }: MadeUpOrganisation): string => {
    const cardId = derivedId(new Date(time), 'card', code)
    cards.push({ cardId, organisationId: organisationIdOf(code), card })
    return cardId
  }
  const officerOf = (federation: string, officer: Officer) => {
    const key = `${federation} ${officer.name} ${officer.phone}`
    const personId = officers.get(key)?.personId ?? derivedId(new Date(time), 'officer', federation, key)
    officers.set(key, { ...officer, federation, personId })
    return { is: 'person', id: personId } as const
  }
  const shiftOf = (federation: string, { officer, role, from, until }: MadeUpShift) => ({
    ...{ officer: officerOf(federation, officer), role },
    ...{ from: new Date(from).toISOString(), until: new Date(until).toISOString() },
  })

  // The file was imported on one afternoon.
  for (const organisation of organisations) {
    time += minute_ms / 10
    const { code, kind, regionCode, capacity } = organisation
    const capabilities = [...organisation.capabilities]
    const particulars = { kind, regionCode, capabilities, capacity, cardId: keepCard(organisation) }
    await carryOut(code, city, { type: 'register', particulars })
  }
  for (const { federation, at, shifts } of [...weeks].sort((a, b) => a.at - b.at)) {
    time = Math.max(time + 1, at)
    const said = shifts.map((shift) => shiftOf(federation, shift))
    await carryOut(federation, federation, { type: 'roster', shifts: said })
  }
  const { events } = await log.readAll({ after: '', limit: 100_000 })
  return { events, cards, officers: [...officers.values()] }
}
