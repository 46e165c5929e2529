/**
 * What a decision to erase somebody brings with it: her key and everything that finds her go, and each of her cases is
 * told. The decision stands in the log first; all that follows can be done again and changes nothing then, so a crash
 * in between, or a backup that brings her back, is put right by the next pass over those who were erased.
 */
import { familyCaseStream, type NewDomainEvent } from '@jiahe/domain/catalogue.ts'
import {
  type ErasureRefusal,
  partiesOfCase,
  type StillOpen,
  stillOpen,
  tellErased,
  wordsGo,
} from '@jiahe/domain/erasing.ts'
import type { Decision } from '@jiahe/domain/event.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { handle } from '@jiahe/event-log/handle.ts'
import type { NewEvent } from '@jiahe/event-log/log.ts'
import { forgetPerson, stillKept } from '@jiahe/privacy/erasure.ts'
import { casesOfPerson, erasedPeople } from '@jiahe/read-models/casesOfPerson.ts'
import { type CaseFile, caseEvents, readCaseFile } from './caseFile.ts'
import type { Console } from './console.ts'

type Stores = Pick<Console, 'log' | 'vault' | 'read' | 'now'>

/** The files of all her cases. `also`: one that the read models may not have heard of yet. */
async function filesOf(
  { log, read }: Stores,
  personId: string,
  also: readonly string[],
): Promise<CaseFile[]> {
  const ids = new Set([...also, ...(await casesOfPerson(read, personId))])
  const files = await Promise.all([...ids].map((caseId) => readCaseFile(log, caseId)))
  return files.filter((file) => file !== null)
}

/** What is open in the cases of a person beside this one. */
export async function openElsewhere(
  api: Stores,
  personId: string,
  caseId: string,
): Promise<StillOpen | null> {
  const others = (await filesOf(api, personId, [])).filter((file) => file.caseId !== caseId)
  const reasons = others.map(({ state, orders }) => {
    const own = orders.map(({ order }) => order)
    return stillOpen(state, own, api.now(), personId)
  })
  return reasons.find((reason) => reason !== null) ?? null
}

type Erased = Extract<CaseFile['events'][number], { type: 'PersonErased' }>

/** Carries a decision to its end; without one nothing is done. `decidedIn`: the case that it stands in, if known. */
export async function finishErasure(
  api: Stores,
  personId: string,
  decidedIn: readonly string[] = [],
): Promise<void> {
  const files = await filesOf(api, personId, decidedIn)
  const decision = files
    .flatMap((file) => file.events)
    .filter((event): event is Erased => event.type === 'PersonErased' && event.data.personId === personId)
    .reduce<Erased | null>((a, b) => (a && a.metadata.recordedAt <= b.metadata.recordedAt ? a : b), null)
  if (!decision) return
  const named = files.flatMap(({ state }) => [...state.intakes.values()])
  const going = files.filter(({ state, events }) =>
    wordsGo(partiesOfCase(state, events), new Set([...state.erased, personId])),
  )
  await forgetPerson(api.vault, {
    personId,
    intakeIds: named
      .filter(({ parties }) => parties.some((party) => party.personId === personId))
      .map(({ intakeId }) => intakeId),
    caseIds: going.map(({ caseId }) => caseId),
  })
  const { actor } = decision.metadata
  for (const { caseId } of files) {
    const context = { now: api.now(), actor, causeId: decision.id }
    await handle<ErasureRefusal>(api.log, familyCaseStream(caseId), (history) => {
      const state = foldFamilyCase(caseEvents(history))
      const told: Decision<NewDomainEvent, never> = tellErased(state, caseId, decision.data, context)
      return told as { readonly events: readonly NewEvent[] }
    })
  }
}

/** Finishes what a crash interrupted, and does again what a restored backup undid; gives how many that were. */
export async function finishErasures(api: Stores): Promise<number> {
  const erased = await erasedPeople(api.read)
  const kept = new Set(
    await stillKept(
      api.vault,
      erased.map(({ personId }) => personId),
    ),
  )
  const unfinished = erased.filter(({ personId, untold }) => untold || kept.has(personId))
  for (const { personId } of unfinished) await finishErasure(api, personId)
  return unfinished.length
}

const EVERY_MS = 60_000
/** The read models are being made, or made anew. */
const NOT_YET: readonly unknown[] = ['42P01', '3F000', '42703']

/** Looks at once and every minute, until the signal. */
export function keepErased(api: Stores, signal: AbortSignal, onFault: (error: unknown) => void): void {
  let running = false
  const look = async () => {
    if (running || signal.aborted) return
    running = true
    await finishErasures(api).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && NOT_YET.includes(error.code))) onFault(error)
    })
    running = false
  }
  void look()
  const timer = setInterval(look, EVERY_MS).unref()
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
}
