/**
 * Newline-delimited JSON, read as it comes: whole lines in batches, each with its number. A line that is too
 * long is told of and passed over without being held in memory.
 */
export type Line = { readonly line: number } & (
  | { readonly text: string }
  | { readonly fault: 'body-too-large' | 'invalid-json' }
)

const LINE_BYTES = 256 * 1024

/** Blank lines are passed over but counted. What has come is given before more is waited for. */
export async function* linesOf(body: AsyncIterable<Buffer>, batch: number): AsyncGenerator<Line[]> {
  let lines: Line[] = []
  let parts: Buffer[] = []
  let held = 0
  let number = 0
  const take = (part: Buffer) => {
    held += part.length
    if (held <= LINE_BYTES) parts.push(part)
    else parts = []
  }
  const end = () => {
    number++
    const read = held > LINE_BYTES ? ({ fault: 'body-too-large' } as const) : decoded(Buffer.concat(parts))
    if (!('text' in read) || read.text.trim() !== '') lines.push({ line: number, ...read })
    parts = []
    held = 0
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
    if (lines.length > 0) yield lines
    lines = []
  }
  if (held > 0) end()
  if (lines.length > 0) yield lines
}

/** A BOM before the first line is nothing. Bytes that are not UTF-8 would be kept as something else. */
function decoded(bytes: Buffer): { text: string } | { fault: 'invalid-json' } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { fault: 'invalid-json' }
  }
}
