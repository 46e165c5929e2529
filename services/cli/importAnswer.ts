/** Sends a file to the intake or the console and reads what it answers, line by line, while the import goes on. */
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { Ended, wrongUse } from './outcome.ts'
import { headerInWords } from './reasons.ts'

export interface Remark {
  readonly row: number
  readonly column: string
  readonly reason: string
}
export interface ImportResult {
  readonly rows: number
  readonly accepted: number
  readonly amended: number
  readonly duplicates: number
  readonly rejected: readonly Remark[]
  readonly warnings: readonly Remark[]
}
export interface Sending {
  readonly url: URL
  /** By which the service knows who sends. */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
  readonly contentType: string
  /** Told how many rows are done. */
  readonly onProgress: (done: number) => void
}

interface Problem {
  readonly status: number
  readonly title: string
  readonly detail?: string
  readonly errors?: readonly { readonly pointer: string; readonly reason: string }[]
}
type Line = { readonly progress: { readonly done: number } } | { readonly problem: Problem } | ImportResult

const AGAIN = '可再次导入同一文件，已导入的行不会重复。'

export async function sendFile(sending: Sending): Promise<ImportResult> {
  const response = await post(sending)
  if (!response.ok) throw endOfProblem(await problemOf(response))
  try {
    for await (const text of linesOf(response)) {
      const line = JSON.parse(text) as Line
      if ('progress' in line) sending.onProgress(line.progress.done)
      else if ('problem' in line) throw endOfProblem(line.problem, AGAIN)
      else return line
    }
  } catch (error) {
    if (error instanceof Ended) throw error
    throw new Ended(3, `与家和的连接中断。${AGAIN}`, error)
  }
  throw new Ended(3, `家和没有答复完。${AGAIN}`)
}

async function post({ url, headers, bytes, contentType }: Sending): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { ...headers, accept: 'application/x-ndjson', 'content-type': contentType },
      body: new Uint8Array(bytes),
    })
  } catch (error) {
    throw new Ended(3, `连不上家和 ${url.origin}。请确认它正在运行，或检查 --to。`, error)
  }
}

const linesOf = (response: Response): AsyncIterable<string> =>
  createInterface({
    input: Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
    crlfDelay: Number.POSITIVE_INFINITY,
  })

async function problemOf(response: Response): Promise<Problem> {
  try {
    return { ...((await response.json()) as Problem), status: response.status }
  } catch {
    return { status: response.status, title: '地址答复的不是家和，请检查 --to' }
  }
}

function endOfProblem({ status, title, detail, errors = [] }: Problem, more = ''): Ended {
  const columns = errors.map(({ pointer, reason }) => `${headerInWords(reason)}：${pointer}`)
  // What only a reader of JSON can look up is left out.
  const said = [title, detail, ...columns].filter((part) => part && !part.includes('errors')).join('；')
  const line = `${said.replace(/[。…]+$/, '')}。${more}`
  return status < 500 ? wrongUse(line) : new Ended(3, line)
}
