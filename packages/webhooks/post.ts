/** One try at one message: what the receiver said, or why it said nothing. It gets a fixed time for everything, is
 *  not followed elsewhere, and nothing of its answer is read but status and `Retry-After`. */
import { type ClientRequest, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { ForbiddenAddress, lookupFor, urlFault } from './target.ts'

export type Outcome =
  | { readonly status: number; readonly retryAfter_s: number | null }
  | { readonly fault: Fault }
export type Fault =
  | 'timeout'
  | 'refused'
  | 'unknown-host'
  | 'certificate'
  | 'forbidden-address'
  | 'broken-off'
  | 'unreachable'
  /** By us, because the process ends: nobody knows whether it arrived. */
  | 'aborted'

export interface Message {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
export type Post = (message: Message, signal: AbortSignal) => Promise<Outcome>

/** `within_ms`: from looking up the name to the answer. */
export const posting =
  (within_ms: number): Post =>
  (message, signal) =>
    new Promise((resolve) => {
      if (urlFault(message.url) !== null) return resolve({ fault: 'forbidden-address' })
      const ending = new AbortController()
      const timer = setTimeout(() => end('timeout'), within_ms)
      const abort = () => end('aborted')
      signal.addEventListener('abort', abort)
      const sending = requestTo(message, ending.signal)
      const end = (fault: Fault) => {
        resolve({ fault })
        ending.abort()
      }
      sending.once('response', (response) => {
        const { statusCode = 0, headers } = response
        resolve({ status: statusCode, retryAfter_s: secondsOf(headers['retry-after']) })
        let read_bytes = 0
        response.on('error', () => {})
        response.on('data', (chunk: Buffer) => {
          read_bytes += chunk.length
          if (read_bytes > MOST_BYTES) sending.destroy()
        })
      })
      sending.on('error', (error) => resolve({ fault: faultOf(error) }))
      sending.once('close', () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
        resolve({ fault: 'broken-off' })
      })
      if (signal.aborted) abort()
      sending.end(message.body)
    })

/** An answer is let come to its end, as far as it is one. */
const MOST_BYTES = 65_536

function requestTo({ url: text, headers, body }: Message, signal: AbortSignal): ClientRequest {
  const url = new URL(text)
  const request = url.protocol === 'https:' ? overHttps : overHttp
  const about = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'jiahe-webhook/1',
  }
  return request(url, {
    ...{ method: 'POST', agent: false, lookup: lookupFor(url), signal },
    headers: { ...about, ...headers },
  })
}

/** Seconds only: a date would lean on the receiver's clock. */
const secondsOf = (said: string | undefined): number | null =>
  said !== undefined && /^\d{1,6}$/.test(said.trim()) ? Number(said) : null

const faults: Readonly<Record<string, Fault>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'broken-off',
  EPIPE: 'broken-off',
}

function faultOf(error: Error & { readonly code?: string; readonly errors?: readonly Error[] }): Fault {
  if (error instanceof ForbiddenAddress) return 'forbidden-address'
  // Several addresses were tried.
  const code = error.code ?? (error.errors?.[0] as { code?: string } | undefined)?.code ?? ''
  if (faults[code]) return faults[code]
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|EPROTO|ERR_SSL/.test(code)) return 'certificate'
  return code.startsWith('HPE_') ? 'broken-off' : 'unreachable'
}
