/** Talks to a running Jiahe as a sending system or a signed-in person does. */
import type { Jiahe } from './jiahe.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests are about
  readonly body: any
}
/** `ask('GET /v1/board?by=grade')`; a command's third argument is its revision. */
export type Ask = (
  line: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>

/** The sender `psb-changzhou`. */
export const sender = (jiahe: Jiahe): Ask =>
  asking(jiahe.intakeUrl, { authorization: `Bearer ${jiahe.intakeKey}` })

export async function signIn(jiahe: Jiahe, username: string): Promise<Ask> {
  const { password } = jiahe
  const { status, headers } = await asking(jiahe.consoleUrl, {})('POST /v1/session', { username, password })
  if (status !== 204) throw new Error(`${username} could not sign in: ${status}`)
  return asking(jiahe.consoleUrl, { cookie: headers.get('set-cookie')!.split(';')[0]! })
}

/** All items of a list, page by page. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export async function allOf(ask: Ask, path: string): Promise<any[]> {
  const items = []
  let cursor: string | null = null
  do {
    const next: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const { body } = await ask(`GET ${path}${path.includes('?') ? '&' : '?'}limit=200${next}`)
    items.push(...body.items)
    cursor = body.nextCursor
  } while (cursor !== null)
  return items
}

const asking =
  (url: string, standing: Readonly<Record<string, string>>): Ask =>
  async (line, body, headers = {}) => {
    const [method, path] = line.split(' ') as [string, string]
    const raw = typeof body === 'string' || body instanceof Uint8Array
    const type = raw ? {} : { 'content-type': 'application/json' }
    const response = await fetch(url + path, {
      method,
      headers: { ...standing, ...(body === undefined ? {} : type), ...headers },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json =
      /json/.test(response.headers.get('content-type') ?? '') &&
      !/ndjson/.test(response.headers.get('content-type')!)
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
  }
