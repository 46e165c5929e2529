/**
 * From submissions to durable events. Admissions are grouped: what comes in while one transaction runs goes
 * into the next. Appends of different cases run side by side, those of one case in the order they came. An
 * answer is given only when the event is durable.
 */

import { type FamilyCaseEvent, familyCaseStream } from '@jiahe/domain/catalogue.ts'
import { amendIntake, emptyCase, foldFamilyCase, receiveIntake } from '@jiahe/domain/familyCase.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import { handle } from '@jiahe/event-log/handle.ts'
import {
  type EventLog,
  LogOverloaded,
  type NewEvent,
  NO_STREAM,
  type RecordedEvent,
} from '@jiahe/event-log/log.ts'
import type { Keyring } from '@jiahe/privacy/keyring.ts'
import { sql } from 'kysely'
import { type Admitted, admit, type Submission } from './admission.ts'
import type { IntakeDb, Step } from './receiptTable.ts'

export interface Accepted {
  readonly caseId: string
  readonly eventId: string
  readonly position: string
  readonly duplicate: boolean
  readonly amended: boolean
}
export interface Intake {
  /** Results in the order of the submissions. Rejects with `LogOverloaded` when too much is waiting. */
  submit(submissions: readonly Submission[]): Promise<Accepted[]>
  /** Appends what a crash left reserved but not appended. Gives how many references it mended. */
  repair(): Promise<number>
}
export interface IntakeOptions {
  readonly db: IntakeDb
  readonly log: EventLog
  readonly keyring: Keyring
  readonly now: () => Date
}

const BATCH = 256
const WAITING = 8192

interface Waiting {
  readonly submission: Submission
  resolve(accepted: Accepted): void
  reject(error: unknown): void
}

export function createIntake({ db, log, keyring, now }: IntakeOptions): Intake {
  const queue: Waiting[] = []
  const lastOfCase = new Map<string, Promise<unknown>>()
  let admitting = false

  async function run(): Promise<void> {
    admitting = true
    while (queue.length > 0) {
      const batch = queue.splice(0, BATCH)
      try {
        const admitted = await admit(
          db,
          keyring,
          batch.map((w) => w.submission),
          now(),
        )
        batch.forEach((waiting, i) => {
          complete(admitted[i]!).then(waiting.resolve, waiting.reject)
        })
      } catch (error) {
        for (const waiting of batch) waiting.reject(error)
      }
    }
    admitting = false
  }

  async function complete(admitted: Admitted): Promise<Accepted> {
    const { caseId, eventId, duplicate, amended, steps } = admitted
    let { position } = admitted
    if (steps.length > 0) {
      for (const step of steps) position = await inTurn(step, admitted.newCase)
      await settle(admitted.source, admitted.sourceRef, position!, steps)
    }
    return { caseId, eventId, position: position!, duplicate, amended }
  }

  /** After whatever of the same case came before it. */
  function inTurn(step: Step, newCase: boolean): Promise<string> {
    const { caseId } = 'receive' in step ? step.receive : step.amend
    const before = lastOfCase.get(caseId) ?? Promise.resolve()
    const mine = before.catch(() => {}).then(() => append(log, step, newCase, now()))
    lastOfCase.set(caseId, mine)
    const forget = () => {
      if (lastOfCase.get(caseId) === mine) lastOfCase.delete(caseId)
    }
    mine.then(forget, forget)
    return mine
  }

  /** Only if nothing was added to what is pending meanwhile. */
  async function settle(
    source: string,
    sourceRef: string,
    position: string,
    steps: readonly Step[],
  ): Promise<void> {
    await db
      .updateTable('intake.receipt')
      .set({ position, pending: null })
      .where('source', '=', source)
      .where('source_ref', '=', sourceRef)
      .where(sql<boolean>`jsonb_array_length(pending) = ${steps.length}`)
      .execute()
  }

  return {
    submit(submissions) {
      if (queue.length + submissions.length > WAITING) return Promise.reject(new LogOverloaded(1))
      const answers = submissions.map(
        (submission) =>
          new Promise<Accepted>((resolve, reject) => queue.push({ submission, resolve, reject })),
      )
      if (!admitting) void run()
      return Promise.all(answers)
    },
    async repair() {
      const rows = await db
        .selectFrom('intake.receipt')
        .selectAll()
        .where('pending', 'is not', null)
        .orderBy('received_at')
        .execute()
      for (const row of rows) {
        const steps = row.pending as Step[]
        let position = ''
        for (const step of steps) position = await inTurn(step, false)
        await settle(row.source, row.source_ref, position, steps)
      }
      return rows.length
    },
  }
}

/** Appends one step, once, whoever tried before. Gives the position of its event. */
async function append(log: EventLog, step: Step, newCase: boolean, now: Date): Promise<string> {
  const command = 'receive' in step ? step.receive : step.amend
  const eventId = 'receive' in step ? step.receive.intakeId : step.amend.amendmentId
  const source = 'receive' in step ? step.receive.data.source : 'amendment'
  const context = { now, actor: `source:${source}`, causeId: eventId }
  const stream = familyCaseStream(command.caseId)
  const decide = (history: readonly RecordedEvent[]) => {
    const state =
      history.length === 0 ? emptyCase : foldFamilyCase(history.map(readEvent) as FamilyCaseEvent[])
    const decision =
      'receive' in step
        ? receiveIntake(state, step.receive, context)
        : amendIntake(state, step.amend, context)
    return 'refusal' in decision ? decision : { events: decision.events as readonly NewEvent[] }
  }
  if (newCase) {
    const decision = decide([])
    if ('events' in decision && decision.events.length > 0) {
      const result = await log.append(stream, NO_STREAM, decision.events)
      if (result.status !== 'conflict') return result.position
    }
  }
  const handled = await handle(log, stream, decide)
  if (handled.status === 'refused') throw new Error(`${handled.refusal} in ${stream}`)
  const before = handled.history.find((event) => event.id === eventId)
  return handled.position ?? before?.position ?? (await log.head())
}
