/**
 * `npm test [-- FILE …]`: everything compiled once and one PostgreSQL for the whole run, then type check, lint and every
 * test file, a few at a time. The last line is `N passed, N failed`; checks and files that break count as failed tests.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildWeb } from '@jiahe/web/build.ts'
import { compile } from './compile.ts'
import { searchLogs } from './plantedPeople.ts'
import { startPostgres } from './postgres.ts'
import { longestFirst } from './test/order.ts'
import { type Outcome, runFile } from './test/runFile.ts'

const run = promisify(execFile)
const named = process.argv.slice(2)
const whole = named.length === 0
const ended = new AbortController()

const cache = join('node_modules', '.cache')
mkdirSync(cache, { recursive: true })
const compiled = mkdtempSync(join(process.cwd(), cache, 'jiahe-test-'))
const dataDir = mkdtempSync(join(tmpdir(), 'jiahe-test-'))
const logs = mkdtempSync(join(tmpdir(), 'jiahe-logs-'))
const count = { passed: 0, failed: 0 }
process.once('SIGINT', () => ended.abort())

/** PostgreSQL has its limit of connections, and each walk in a browser its share of the memory. */
const CORES_MOST = 4

type Job = () => Promise<Outcome>

const check =
  (name: string, command: string, args: string[]): Job =>
  () =>
    run(join('node_modules', '.bin', command), args, { signal: ended.signal, maxBuffer: 2 ** 26 }).then(
      () => ({ passed: 1, failed: 0, lines: [`ok - ${name}`] }),
      ({ stdout, stderr }) => ({ passed: 0, failed: 1, lines: [`not ok - ${name}`, stdout, stderr] }),
    )
const checks = [
  check('types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']),
  check('lint and format', 'biome', ['check', '.']),
]

/** Nobody is named in what services logged; in a whole run, all of those that listen must have logged something. */
function checkLogs(): Outcome {
  const { found, services } = searchLogs(logs)
  const silent = whole ? ['console', 'intake'].filter((name) => !services.has(name)) : []
  const ok = found.length === 0 && silent.length === 0
  return {
    ...{ passed: ok ? 1 : 0, failed: ok ? 0 : 1 },
    lines: [
      ...found.slice(0, 20).map(({ test, line }) => `somebody is named in the log of ${test}, line ${line}`),
      ...silent.map((name) => `nothing was logged by ${name}: the search saw nothing`),
      `${ok ? 'ok' : 'not ok'} - nobody is named in the logs of the run`,
    ],
  }
}

async function testFiles(): Promise<string[]> {
  const { stdout } = await run('git', ['ls-files', '-co', '--exclude-standard', '*.test.ts'])
  return stdout.split('\n').filter(Boolean)
}

function tell({ passed, failed, lines }: Outcome): void {
  count.passed += passed
  count.failed += failed
  for (const line of lines) console.log(line)
}

/** Each takes the next one when it has done its last. */
async function work(jobs: Iterator<Job>): Promise<void> {
  for (let next = jobs.next(); !next.done && !ended.signal.aborted; next = jobs.next())
    tell(await next.value())
}

const files = whole ? longestFirst(await testFiles()) : named
// The screens once, not by each of those that start first and find them old.
await Promise.all([compile(compiled, files), whole ? buildWeb() : undefined])
const postgres = await startPostgres({ dataDir, durable: false })
try {
  const env = { TEST_DATABASE_URL: postgres.url, TEST_LOGS: logs }
  const surroundings = { compiled, env, signal: ended.signal }
  const ofFiles = files.map((file) => () => runFile(file, surroundings))
  const jobs = [...(whole ? checks : []), ...ofFiles].values()
  // A server that all files use is held to what it does when nobody else writes.
  const workers = process.env.EVENT_STORE_URL ? 1 : Math.min(availableParallelism(), CORES_MOST) + 1
  await Promise.all(Array.from({ length: workers }, () => work(jobs)))
  tell(checkLogs())
} finally {
  postgres.stop()
  for (const folder of [compiled, dataDir, logs]) rmSync(folder, { recursive: true, force: true })
}
console.log(`${count.passed} passed, ${count.failed} failed`)
process.exitCode = ended.signal.aborted ? 130 : count.failed > 0 || count.passed === 0 ? 1 : 0
