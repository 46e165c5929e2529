/**
 * From submissions to durable events. Admissions are grouped: what comes in while one transaction runs goes
 * into the next. Appends of different cases run side by side, those of one case in the order they came. An
 * answer is given only when the event is durable; what was admitted and not appended is tried again.
 */
import { type EventLog, LogOverloaded, type Position } from '@jiahe/event-log/log.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import type { Keyring } from '@jiahe/privacy/keyring.ts'
import { type Admitted, admit } from './admission.ts'
import { appendStep, caseOfStep } from './appendStep.ts'
import type { Submission } from './plan.ts'
import type { IntakeDb, Step } from './receiptTable.ts'
import { openReservations, type Recorded } from './reservations.ts'

export interface Accepted {
  readonly caseId: string
  readonly eventId: string
  readonly position: Position
  readonly duplicate: boolean
  readonly amended: boolean
}
export interface Intake {
  /** Rejects with `LogOverloaded` when too much is in hand. Submissions of one tick are admitted in their order.
   *  `onAdmitted` is called when it is sure to be appended, by whichever process, after what was admitted before. */
  submit(submission: Submission, onAdmitted?: () => void): Promise<Accepted>
  /** Appends what earlier processes reserved and did not append; gives how many references that were. */
  repair(): Promise<number>
  /** Answers what is in hand. */
  close(): Promise<void>
}
export interface IntakeOptions {
  readonly db: IntakeDb
  readonly log: EventLog
  readonly keyring: Keyring
  readonly now: () => Date
  /** Submissions that may be in hand, from their arrival to their answer. */
  readonly capacity?: number
  /** Told of what failed and will be tried again. */
  readonly onFault?: (error: unknown) => void
}

const BATCH = 256
const CAPACITY = 4096
const REPAIR_AFTER_MS = 5000

interface Waiting {
  readonly submission: Submission
  readonly onAdmitted: () => void
  resolve(accepted: Accepted): void
  reject(error: unknown): void
}

/** Who hands in many looks at their answers later; until then this one is nobody's fault. */
function refused(): Promise<never> {
  const refusal = Promise.reject(new LogOverloaded(1))
  refusal.catch(() => {})
  return refusal
}

export function createIntake(options: IntakeOptions): Intake {
  const { db, log, keyring, now, capacity = CAPACITY, onFault = () => {} } = options
  const queue: Waiting[] = []
  const recorded: Recorded[] = []
  const lastOfCase = new Map<string, Promise<unknown>>()
  const answers = new Set<Promise<Accepted>>()
  let running: Promise<void> | null = null
  let repairing: NodeJS.Timeout | null = null
  let closed = false

  async function run(): Promise<void> {
    // A tick, so that what is submitted together is admitted together.
    await Promise.resolve()
    while (queue.length > 0 || recorded.length > 0) {
      await admitOrHalve(queue.splice(0, BATCH), recorded.splice(0))
    }
    running = null
  }

  /** A batch that fails for a reason of its own is halved until the submission at fault stands alone. */
  async function admitOrHalve(batch: readonly Waiting[], done: readonly Recorded[]): Promise<void> {
    try {
      const submissions = batch.map((waiting) => waiting.submission)
      const admitted = await admit(db, keyring, submissions, done, now())
      for (const [i, waiting] of batch.entries()) {
        waiting.onAdmitted()
        complete(admitted[i]!).then(waiting.resolve, (error) => {
          repairSoon(error)
          waiting.reject(error)
        })
      }
    } catch (error) {
      if (batch.length < 2 || isTransient(error)) {
        for (const waiting of batch) waiting.reject(error)
        // What was to be marked as recorded is still pending: repairing marks it.
        if (done.length > 0) repairSoon(error)
        return
      }
      const half = Math.ceil(batch.length / 2)
      await admitOrHalve(batch.slice(0, half), done)
      await admitOrHalve(batch.slice(half), [])
    }
  }

  async function complete({ reservation, duplicate, amended, newCase }: Admitted): Promise<Accepted> {
    const { caseId, eventId } = reservation
    const position = reservation.position ?? (await record(reservation, newCase))
    return { caseId, eventId, position, duplicate, amended }
  }

  /** Appends what is pending; marking it as recorded may come later, since doing it twice changes nothing. */
  async function record(
    { source, sourceRef, amendments, pending }: Omit<Recorded, 'position'> & { pending: readonly Step[] },
    newCase: boolean,
  ): Promise<Position> {
    let position: Position = ''
    for (const step of pending) position = await inTurn(source, step, newCase)
    recorded.push({ source, sourceRef, amendments, position })
    running ??= run()
    return position
  }

  /** After whatever of the same case came before it. */
  function inTurn(source: string, step: Step, newCase: boolean): Promise<Position> {
    const caseId = caseOfStep(step)
    const before = lastOfCase.get(caseId)
    const append = () => appendStep(log, source, step, newCase && !before, now())
    const mine = before ? before.then(append, append) : append()
    lastOfCase.set(caseId, mine)
    const forget = () => {
      if (lastOfCase.get(caseId) === mine) lastOfCase.delete(caseId)
    }
    mine.then(forget, forget)
    return mine
  }

  async function repair(before: Date = now()): Promise<number> {
    let repaired = 0
    for (const reservation of await openReservations(db, before)) {
      try {
        await record(reservation, false)
        repaired++
      } catch (error) {
        repairSoon(error)
      }
    }
    return repaired
  }

  function repairSoon(fault: unknown): void {
    onFault(fault)
    if (repairing || closed) return
    repairing = setTimeout(() => {
      repairing = null
      repair(new Date(now().getTime() - REPAIR_AFTER_MS)).catch(repairSoon)
    }, REPAIR_AFTER_MS).unref()
  }

  return {
    submit(submission, onAdmitted = () => {}) {
      if (answers.size >= capacity || closed) return refused()
      const answer = new Promise<Accepted>((resolve, reject) =>
        queue.push({ submission, onAdmitted, resolve, reject }),
      )
      answers.add(answer)
      const answered = () => void answers.delete(answer)
      answer.then(answered, answered)
      running ??= run()
      return answer
    },
    repair: () => repair(),
    async close() {
      closed = true
      if (repairing) clearTimeout(repairing)
      while (answers.size > 0 || running) {
        await Promise.allSettled(answers)
        await running
      }
    },
  }
}
