/**
 * An import told line by line as it goes, for who asks for `application/x-ndjson`: first the table's header and
 * encoding, then progress and the rejected rows as they stand in the sender's own file, last the result, or the
 * problem that ended it. What is wrong with the file as a whole is thrown before the first line.
 */
import { type ImportFile, importSteps } from './importFile.ts'
import { textOfRow } from './rowText.ts'
import { readTable } from './table.ts'

/** `problemOf` makes the last line of a fault in the middle. */
export async function importLines(
  file: ImportFile,
  problemOf: (error: unknown) => object,
): Promise<AsyncIterable<string>> {
  const read = () => readTable(file.bytes, file.contentType, file.kind)
  let rows = 0
  for await (const _row of (await read()).rows) rows++
  const table = await read()
  return (async function* (): AsyncGenerator<string> {
    yield line({ table: { encoding: table.encoding, header: textOfRow(table.header) } })
    try {
      const steps = importSteps(table, file)
      for (;;) {
        const { value, done } = await steps.next()
        yield line(!done && 'done' in value ? { progress: { rows, done: value.done } } : value)
        if (done) return
      }
    } catch (error) {
      yield line({ problem: problemOf(error) })
    }
  })()
}

const line = (value: object): string => `${JSON.stringify(value)}\n`
