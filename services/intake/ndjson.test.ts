import t from 'tap'
import { type Line, linesOf } from './ndjson.ts'

async function* chunks(parts: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part as string)
}
async function read(parts: readonly (string | Buffer)[], batch = 3): Promise<Line[][]> {
  const batches: Line[][] = []
  for await (const lines of linesOf(chunks(parts), batch)) batches.push(lines)
  return batches
}

t.test('lines keep their numbers wherever the chunks are cut', async (t) => {
  const text = '\ufeff{"a":"警情"}\r\n\n  \n{"b":2}\nlast'
  const bytes = Buffer.from(text)
  for (let cut = 0; cut <= bytes.length; cut++) {
    const lines = (await read([bytes.subarray(0, cut), bytes.subarray(cut)])).flat()
    t.strictSame(
      lines.map((line) => [line.line, 'text' in line ? line.text.trim() : line.fault]),
      [
        [1, '{"a":"警情"}'],
        [4, '{"b":2}'],
        [5, 'last'],
      ],
    )
  }
})

t.test('what has come is given before more is waited for', async (t) => {
  const batches = await read(['1\n2\n3\n4\n', '5\n', '6'])
  t.strictSame(
    batches.map((lines) => lines.map((line) => line.line)),
    [[1, 2, 3], [4], [5], [6]],
  )
})

t.test('a line that is too long or no text hurts no other line', async (t) => {
  const long = Buffer.alloc(200 * 1024, 'x')
  const lines = (await read(['1\n', long, long, '\n3\n', Buffer.from([0xff, 0x0a]), '5'])).flat()
  t.strictSame(lines, [
    { line: 1, text: '1' },
    { line: 2, fault: 'body-too-large' },
    { line: 3, text: '3' },
    { line: 4, fault: 'invalid-json' },
    { line: 5, text: '5' },
  ])
  t.strictSame(await read([]), [])
})
