/** The last check of a test run: nobody whom a test or the made-up city names is in what the services logged, neither by
 *  name nor by number, telephone, address or words of a narrative. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Numbers and telephones are made up by a rule; names and words are those that tests plant. */
const planted: readonly RegExp[] = [
  /(?<!\d)999000\d{11}[\dXx](?!\d)/,
  /(?<!\d)1000000\d{4}(?!\d)/,
  /王小红|王某|李某|张某某|王主任|李律师/,
  /邻居报警|楼上有人争吵|茶山街道[^妇]|扬言同归于尽/,
]

export interface Found {
  /** The test whose services logged it. */
  readonly test: string
  readonly line: number
}

/** Where somebody is named; what was found is not said again. */
export function findPlanted(test: string, text: string): Found[] {
  return text
    .split('\n')
    .flatMap((line, i) => (planted.some((pattern) => pattern.test(line)) ? [{ test, line: i + 1 }] : []))
}

export function searchLogs(folder: string): {
  readonly found: readonly Found[]
  readonly services: ReadonlySet<string>
} {
  const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  const names = files.flatMap(({ text }) =>
    [...text.matchAll(/"name":"([\w-]+)"/g)].map((match) => match[1]!),
  )
  return { found: files.flatMap(({ name, text }) => findPlanted(name, text)), services: new Set(names) }
}
