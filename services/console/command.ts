/**
 * The one path of every command: seen revision → has it been carried out before? → may the federation? → decide
 * on the whole stream → append → answer. The answer is told from the history at the command's own last event, so
 * a retry under the same `Idempotency-Key` reads the same, whatever has happened since.
 */
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import type { NewDomainEvent } from '@jiahe/domain/catalogue.ts'
import type { Context, Decision } from '@jiahe/domain/event.ts'
import { derivedId, timeOfId, uuidv7 } from '@jiahe/domain/ids.ts'
import { handle } from '@jiahe/event-log/handle.ts'
import type { NewEvent, RecordedEvent } from '@jiahe/event-log/log.ts'
import { putTexts } from '@jiahe/privacy/texts.ts'
import type { Account } from '@jiahe/service-kit/accounts.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Console } from './console.ts'
import { isUuid } from './parameters.ts'
import { refusal } from './refusals.ts'
import { accountOfRequest } from './session.ts'

/** What the aggregates differ in. */
export interface Target<Body> {
  readonly stream: string
  /** Id of the order or case; the command's derived id begins with its time. */
  readonly id: string
  /** What it is called where nothing is recorded of it; null where it is there from the beginning. */
  readonly unknown: 'unknown-order' | 'unknown-case' | 'unknown-person' | 'unknown-organisation' | null
  /** Whether the command is the stream's first: then nothing needs to have been seen of it. */
  readonly begins?: boolean
  /** Whether everybody may know that it is there, also who may not touch it. */
  readonly listed?: boolean
  /** Why this account may not touch it, as far as that does not depend on the state; null when it may. What is `sealed`
   *  or `outside-region` is not there for it, unless it is listed. */
  refuse(history: readonly RecordedEvent[], account: Account): string | null
  decide(
    history: readonly RecordedEvent[],
    body: Body,
    textId: string | null,
    account: Account,
    context: Context,
  ): Decision<NewDomainEvent, string>
  /** Keeps the words that the command's events name, once it is known that it would be carried out. A retry after a
   *  crash may find them there already. */
  keep?(history: readonly RecordedEvent[], body: Body, context: Context): Promise<void>
  /** How the thing stands after the last event of the history, told at that event's time. Needs `revision`. */
  answer(history: readonly RecordedEvent[]): { readonly revision: number } & object
}

export const commandHeaders = z.object({
  'if-match': z.string().describe('所见版本号，如 "3"'),
  'idempotency-key': z.string().min(1).max(128).optional().describe('重试时保持不变'),
})

/** Of a command that begins something. */
export const beginningHeaders = commandHeaders.omit({ 'if-match': true })

export const etag = (revision: number): string => `"${revision}"`

export async function carryOut<Body extends object>(
  api: Console,
  target: Target<Body>,
  body: Body,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<object> {
  const account = accountOfRequest(request)
  const history = isUuid(target.id) ? await api.log.readStream(target.stream) : []
  if (history.length === 0 && target.unknown && !target.begins) throw refusal(target.unknown)
  const refused = target.refuse(history, account)
  if (refused && isHidden(refused, target)) return asIfNothing(refused, target, history, body, request, reply)
  const expected = target.begins ? null : seenRevision(request)
  const commandId = commandIdOf(request, target.id, account, body, api.now())
  const answered = (from: readonly RecordedEvent[]) => answerTo(commandId, from, target, reply)
  const before = answered(history)
  if (before) return before

  if (refused) throw refusal(refused)
  const context = { now: api.now(), actor: `account:${account.id}`, causeId: commandId }
  const note = noteOf(body)
  const textId = note === undefined ? null : derivedId(timeOfId(commandId), 'note', commandId)
  const decide = (now: readonly RecordedEvent[]): Decision<NewDomainEvent, string> =>
    isCarriedOut(commandId, now)
      ? { events: [] }
      : expected !== null && target.answer(now).revision !== expected
        ? { refusal: 'stale-revision' }
        : target.decide(now, body, textId, account, context)
  // Once without writing, so that the words of a command that is refused are not kept.
  const trial = decide(history)
  if ('refusal' in trial) throw refusedFor(trial.refusal, target, history)
  await target.keep?.(history, body, context)
  if (textId !== null) await keepNote(api, textId, history[0]!.metadata.correlationId, note!)
  const handled = await handle<string>(api.log, target.stream, (now) => {
    const decision = decide(now)
    return 'refusal' in decision ? decision : { events: decision.events as readonly NewEvent[] }
  })
  if (handled.status === 'refused') throw refusedFor(handled.refusal, target, handled.history)
  const after = answered(await api.log.readStream(target.stream))
  if (!after) throw new Error(`command ${commandId} left no event`)
  return after
}

const isHidden = (refused: string, { listed, unknown }: Target<never>): boolean =>
  refused === 'sealed' || (refused === 'outside-region' && !listed && unknown !== null)

/** Nothing is said that would not be said of an id that never was: before `If-Match`, with the same words. Only a retry
 *  of what she did while it still lay with her is answered, as it was. Throws otherwise. */
function asIfNothing<Body>(
  refused: string,
  target: Target<Body>,
  history: readonly RecordedEvent[],
  body: Body,
  request: FastifyRequest,
  reply: FastifyReply,
): object {
  const key = request.headers['idempotency-key']
  if (refused === 'outside-region' && typeof key === 'string' && isKey(key)) {
    const id = derivedCommandId(request, key, target.id, accountOfRequest(request), body)
    const before = answerTo(id, history, target, reply)
    if (before) return before
  }
  throw refusal(target.unknown ?? refused)
}

const noteOf = (body: { readonly note?: string | undefined }): string | undefined => body.note

const carriedOut = (commandId: string, history: readonly RecordedEvent[]) =>
  history.filter((event) => event.metadata.causationId === commandId)
const isCarriedOut = (commandId: string, history: readonly RecordedEvent[]): boolean =>
  carriedOut(commandId, history).length > 0

function answerTo(
  commandId: string,
  history: readonly RecordedEvent[],
  target: Pick<Target<never>, 'answer'>,
  reply: FastifyReply,
): object | null {
  const last = carriedOut(commandId, history).at(-1)
  if (!last) return null
  const answer = target.answer(history.filter((event) => event.revision <= last.revision))
  reply.header('etag', etag(answer.revision))
  return answer
}

/** The state as it stands goes with a conflict, so that a screen can show what changed without asking again. */
function refusedFor(
  reason: string,
  target: Pick<Target<never>, 'answer' | 'begins'>,
  history: readonly RecordedEvent[],
): Problem {
  const isNothing = target.begins && history.length === 0
  return refusal(reason, isNothing ? {} : { current: target.answer(history) })
}

/** Throws when the header is missing or is not a revision. */
function seenRevision({ headers }: FastifyRequest): number {
  const sent = headers['if-match']
  if (sent === undefined || sent === '') throw refusal('missing-if-match')
  const revision = /^(?:W\/)?"(0|[1-9]\d{0,8})"$/.exec(sent.trim())?.[1]
  if (revision === undefined) throw refusal('invalid-if-match')
  return Number(revision)
}

/** The same person sending the same words under the same key means the same command. */
function commandIdOf(
  request: FastifyRequest,
  targetId: string,
  account: Account,
  body: unknown,
  now: Date,
): string {
  const key = request.headers['idempotency-key']
  if (key === undefined) return uuidv7(now)
  if (typeof key !== 'string' || !isKey(key))
    throw new Problem('invalid-request', { detail: 'Idempotency-Key 应为 1 至 128 个字符。' })
  return derivedCommandId(request, key, targetId, account, body)
}

const isKey = (key: string): boolean => key !== '' && key.length <= 128

function derivedCommandId(
  request: FastifyRequest,
  key: string,
  targetId: string,
  account: Account,
  body: unknown,
): string {
  const what = `${request.method} ${request.url.split('?')[0]}`
  return derivedId(timeOfId(targetId), 'command', account.id, key, what, canonicalJson(body))
}

const keepNote = (api: Console, textId: string, caseId: string, text: string): Promise<void> =>
  unlessThere(putTexts(api.vault, api.keyring, [{ textId, caseId, text }]))

/** Ids are derived from the command, so a retry after a crash finds its own words there already. */
export async function unlessThere(keeping: Promise<void>): Promise<void> {
  try {
    await keeping
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '23505')) throw error
  }
}
