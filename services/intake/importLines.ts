/**
 * An import told line by line as it goes, for who asks for `application/x-ndjson`: how many rows are done, last
 * the result, or the problem that ended it. What is wrong with the file's header is thrown before the first
 * line. Nothing of what the file says travels back.
 */
import { type ImportFile, importSteps } from './importFile.ts'
import { readImportTable } from './importTable.ts'

/** `problemOf` makes the last line of a fault in the middle. */
export async function importLines(
  file: ImportFile,
  problemOf: (error: unknown) => object,
): Promise<AsyncIterable<string>> {
  const table = await readImportTable(file.bytes, file.contentType, file.kind)
  return (async function* (): AsyncGenerator<string> {
    try {
      const steps = importSteps(table, file)
      for (;;) {
        const { value, done } = await steps.next()
        yield line(done ? value : { progress: { done: value } })
        if (done) return
      }
    } catch (error) {
      yield line({ problem: problemOf(error) })
    }
  })()
}

const line = (value: object): string => `${JSON.stringify(value)}\n`
