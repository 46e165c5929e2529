/**
 * One question to a key service over HTTP, with a fixed time for each try and for all of them. It is tried again where
 * the service's documents say that this may help. No proxy, no redirect, and of the answer no more than fits one key.
 */
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { type KeyFault, KeyServiceFault } from './keyService.ts'

export interface KeyRequest {
  readonly url: URL
  readonly headers: () => Readonly<Record<string, string>>
  readonly body: string
  /** PEM of the authority to trust instead of those of the system. */
  readonly ca?: string | undefined
  readonly timing?: KeyTiming | undefined
}
export interface KeyTiming {
  /** One try, from the name to the last byte. */
  readonly try_ms: number
  readonly tries: number
  /** Before the second try; doubled before each further one. */
  readonly pause_ms: number
}
export interface KeyAnswer {
  readonly status: number
  /** Null where it is none. */
  readonly json: unknown
}
/** What stands at the end of the path; undefined where the path does not lead so far. */
export const fieldOf = (json: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, name) => (at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[name] : undefined),
    json,
  )
/** What is wrong with an answer; null: nothing. */
export type FaultOf = (answer: KeyAnswer) => { readonly fault: KeyFault; readonly said: string } | null

const patience: KeyTiming = { try_ms: 2000, tries: 3, pause_ms: 200 }
const MOST_BYTES = 65_536
const again: readonly KeyFault[] = ['unreachable', 'sealed', 'busy']

export async function askKeyService(master: string, asked: KeyRequest, faultOf: FaultOf): Promise<KeyAnswer> {
  const { tries, pause_ms } = asked.timing ?? patience
  for (let tried = 1; ; tried++) {
    const answer = await oneTry(asked)
    const wrong =
      typeof answer === 'string' ? ({ fault: 'unreachable', said: answer } as const) : faultOf(answer)
    if (wrong === null) return answer as KeyAnswer
    if (tried >= tries || !again.includes(wrong.fault))
      throw new KeyServiceFault(wrong.fault, master, wrong.said)
    await pause(pause_ms * 2 ** (tried - 1))
  }
}

/** The answer, or the code of why there was none. */
function oneTry({ url, headers, body, ca, timing = patience }: KeyRequest): Promise<KeyAnswer | string> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timing.try_ms)
    const request = url.protocol === 'https:' ? overHttps : overHttp
    const length = { 'content-length': Buffer.byteLength(body) }
    const own = { method: 'POST', agent: false, signal, ...(ca === undefined ? {} : { ca }) }
    const sending = request(url, { ...own, headers: { ...headers(), ...length } }, (response) => {
      const chunks: Buffer[] = []
      let read_bytes = 0
      response.on('data', (chunk: Buffer) => {
        read_bytes += chunk.length
        if (read_bytes > MOST_BYTES) sending.destroy(new Error('too long'))
        else chunks.push(chunk)
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, json: parsed(chunks) }))
      response.on('error', () => resolve('broken off'))
    })
    sending.on('error', (error: NodeJS.ErrnoException) =>
      resolve(signal.aborted ? 'no answer in time' : (error.code ?? 'broken off')),
    )
    sending.end(body)
  })
}

function parsed(chunks: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    return null
  }
}
