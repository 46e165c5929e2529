/**
 * Newline-delimited JSON, read as it comes: whole lines in batches, each with its number. A line that is too
 * long is told of and passed over without being held in memory.
 */
export interface Line {
  readonly line: number
  /** Null when the line was too long. */
  readonly text: string | null
}

const LINE_BYTES = 256 * 1024

/** Blank lines are passed over but counted. Bytes that are not UTF-8 become U+FFFD and fail as JSON or are kept. */
export async function* linesOf(body: AsyncIterable<Buffer>, batch: number): AsyncGenerator<Line[]> {
  let lines: Line[] = []
  let rest: Buffer[] = []
  let held = 0
  let number = 0
  const end = () => {
    number++
    const text =
      held > LINE_BYTES
        ? null
        : Buffer.concat(rest)
            .toString('utf8')
            .replace(/^\ufeff/, '')
    rest = []
    held = 0
    if (text === null || text.trim() !== '') lines.push({ line: number, text })
  }
  const take = (part: Buffer) => {
    held += part.length
    if (held <= LINE_BYTES) rest.push(part)
  }
  for await (const chunk of body) {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      take(chunk.subarray(from, at))
      end()
      from = at + 1
      if (lines.length >= batch) {
        yield lines
        lines = []
      }
    }
    take(chunk.subarray(from))
    // What has come is answered before more is waited for.
    if (lines.length > 0) yield lines
    lines = []
  }
  if (held > 0) end()
  if (lines.length > 0) yield lines
}
