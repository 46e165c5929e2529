/**
 * The one place that talks to the API. An answer that is no success becomes a `Problem` with the server's
 * reason code; no answer at all becomes `Unreachable`. It also learns the server's clock, because every
 * countdown runs by the server's time and not by that of a phone.
 */
export interface FieldFault {
  readonly pointer: string
  readonly reason: string
}

export class Problem extends Error {
  override name = 'Problem'
  readonly status: number
  readonly reason: string
  readonly title: string
  /** What to do about it. */
  readonly detail: string
  readonly faults: readonly FieldFault[]
  constructor(
    status: number,
    body: Partial<{ reason: string; title: string; detail: string; errors: readonly FieldFault[] }>,
  ) {
    super(body.reason ?? String(status))
    this.status = status
    this.reason = body.reason ?? `status-${status}`
    this.title = body.title ?? ''
    this.detail = body.detail ?? ''
    this.faults = body.errors ?? []
  }
}

export class Unreachable extends Error {
  override name = 'Unreachable'
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

let serverAhead_ms = 0
/** The server's time now, as far as its last answer told. */
export const serverNow = (): number => Date.now() + serverAhead_ms

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>

export const get = <T>(path: string, query: Query = {}): Promise<T> => send<T>('GET', path + search(query))

export interface Command {
  readonly path: string
  readonly body: unknown
  /** Revision that the person saw; null where the command has none (sign-in). */
  readonly revision: number | null
  /** One per try: an answer that was lost on the way is asked for again with the same key. */
  readonly key: string | null
}
export function post<T>({ path, body, revision, key }: Command): Promise<T> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (revision !== null) headers['if-match'] = `"${revision}"`
  if (key !== null) headers['idempotency-key'] = key
  return send<T>('POST', path, { headers, body: JSON.stringify(body) })
}
/** A file as it is; a spreadsheet is told by its name. */
export const upload = <T>(path: string, file: File): Promise<T> =>
  send<T>('POST', path, {
    headers: { 'content-type': /\.xlsx$/i.test(file.name) ? XLSX : 'text/csv' },
    body: file,
  })

/** A file that the server makes, kept under the name that the server gives it. */
export async function download(path: string, query: Query): Promise<void> {
  const response = await answered('GET', path + search(query), {})
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  save(await response.blob(), name ?? 'download')
}

/** Where the browser keeps what was taken away. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export const remove = (path: string): Promise<void> => send<void>('DELETE', path)

async function send<T>(method: string, path: string, init: RequestInit = {}): Promise<T> {
  const response = await answered(method, path, init)
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
}

async function answered(method: string, path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, { method, credentials: 'same-origin', ...init }).catch(
    (cause: unknown) => {
      throw new Unreachable('no answer', { cause })
    },
  )
  const date = Date.parse(response.headers.get('date') ?? '')
  if (!Number.isNaN(date) && Math.abs(date - Date.now()) > 2000) serverAhead_ms = date - Date.now()
  else serverAhead_ms = 0
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => ({})))
  return response
}

function search(query: Query): string {
  const given = Object.entries(query).filter(([, v]) => v !== null && v !== undefined && v !== '')
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([k, v]) => [k, String(v)]))}`
}

/** A key of its own for each try, also where the page is not served over TLS. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}
