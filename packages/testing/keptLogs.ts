/** What services log while tests run, kept file by file in the folder that `TEST_LOGS` names, for the search at the end of
 *  the run. Without it nothing is kept. */
import { appendFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Named after the test that runs, so that a find says where it comes from. */
export function keepLogged(lines: string): void {
  const folder = process.env.TEST_LOGS
  if (!folder) return
  const test =
    process.argv.map((arg) => basename(arg, '.mjs')).find((arg) => arg.endsWith('.test.ts')) ?? 'unknown'
  appendFileSync(join(folder, `${test}.${process.pid}.log`), lines)
}
