/** Answers a stream of lines: one answer line per line, in the same order; a bad line never hurts the others. */
import { Problem, type ProblemBody, problemBody } from '@jiahe/service-kit/problem.ts'
import { parseJson } from '@jiahe/service-kit/server.ts'
import { type Acceptor, accept } from './acceptance.ts'
import { checkBody, type IntakeBody, type Kind } from './body.ts'
import { type Line, linesOf } from './ndjson.ts'

export interface LineContext extends Acceptor {
  readonly kind: Kind
  readonly source: string
  readonly now: () => Date
  /** Path of the request, for the problems. */
  readonly instance: string
  /** The reason code of a fault that a sender may be told. Rethrows what is none. */
  readonly reasonOf: (error: unknown) => string
}

/** Lines that are admitted together. */
const LINES = 256

export async function* answerLines(
  body: AsyncIterable<Buffer>,
  context: LineContext,
): AsyncGenerator<string> {
  for await (const lines of linesOf(body, LINES)) {
    const answers = await Promise.all(lines.map((line) => answerLine(line, context)))
    yield answers.map((answer) => `${JSON.stringify(answer)}\n`).join('')
  }
}

async function answerLine(line: Line, context: LineContext): Promise<object> {
  const read = readLine(line, context)
  if ('problem' in read) return { line: line.line, ...read.problem }
  try {
    const accepted = await accept(context, context.kind, read.body)
    return { line: line.line, status: statusOf(accepted), ...accepted }
  } catch (error) {
    return { line: line.line, ...problemBody(context.reasonOf(error), context.instance) }
  }
}

export const statusOf = ({ duplicate }: { readonly duplicate: boolean }): number => (duplicate ? 200 : 202)

function readLine(
  line: Line,
  { kind, source, instance, now }: LineContext,
): { body: IntakeBody } | { problem: ProblemBody } {
  try {
    if ('fault' in line) throw new Problem(line.fault)
    return { body: checkBody(kind, parseJson(line.text), source, now()) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { problem: problemBody(error.reason, instance, error.extra) }
  }
}
