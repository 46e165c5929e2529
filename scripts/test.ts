/**
 * `npm test [-- FILE …]`: type check, lint, one PostgreSQL for the whole run, then every test file through
 * tap. The last line is `N passed, N failed`; checks and files that break count as failed tests.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { searchLogs } from './plantedPeople.ts'
import { startPostgres } from './postgres.ts'

const files = process.argv.slice(2)
const count = { passed: 0, failed: 0 }
const tally = (ok: boolean) => (ok ? count.passed++ : count.failed++)

function check(name: string, command: string, args: string[]): void {
  const done = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
  if (done.status !== 0) console.log(`${name} failed\n${done.stdout}${done.stderr}`)
  else console.log(`ok - ${name}`)
  tally(done.status === 0)
}

/** Runs tap over the files and reads its TAP output as it comes. */
function tap(url: string): Promise<void> {
  const bin = join('node_modules', '.bin', 'tap')
  const targets = files.length > 0 ? files : testFiles()
  // A server that all files use is held to what it does when nobody else writes.
  const jobs = process.env.EVENT_STORE_URL ? 1 : 2
  const child = spawn(bin, ['--reporter=tap', `--jobs=${jobs}`, '--timeout=1200', ...targets], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TEST_DATABASE_URL: url, TEST_LOGS: logs },
  })
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(readLine)
  })
  return new Promise((resolve) => child.on('close', () => resolve()))
}

/** Nobody is named in what services logged; in a whole run, all of those that listen must have logged something. */
function checkLogs(): void {
  const { found, services } = searchLogs(logs)
  const silent = files.length > 0 ? [] : ['console', 'intake'].filter((name) => !services.has(name))
  for (const { test, line } of found.slice(0, 20))
    console.log(`somebody is named in the log of ${test}, line ${line}`)
  if (silent.length > 0) console.log(`nothing was logged by ${silent.join(', ')}: the search saw nothing`)
  const ok = found.length === 0 && silent.length === 0
  console.log(`${ok ? 'ok' : 'not ok'} - nobody is named in the logs of the run`)
  tally(ok)
}

let diagnosing = false
let inFile = 0
/** A test is a titled test of a file. A file counts itself when it failed without a failed test to say so. */
function readLine(line: string): void {
  const result = /^(\s*)(not )?ok\b/.exec(line)
  if (!result) {
    if (diagnosing) console.log(line)
    return
  }
  const failed = Boolean(result[2])
  const depth = result[1]!.length
  diagnosing = failed && depth > 0
  if (depth === 4 && line.includes('# time=')) {
    tally(!failed)
    inFile += failed ? 1 : 0
  }
  if (depth === 0) {
    if (failed && inFile === 0) tally(false)
    inFile = 0
  }
  if (failed || depth === 0) console.log(line)
}

function testFiles(): string[] {
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '*.test.ts'], {
    encoding: 'utf8',
  })
  return listed.stdout.split('\n').filter(Boolean)
}

if (files.length === 0) {
  check('types', 'node_modules/.bin/tsc', ['--noEmit', '-p', 'tsconfig.json'])
  check('lint and format', 'node_modules/.bin/biome', ['check', '.'])
}
const dataDir = mkdtempSync(join(tmpdir(), 'jiahe-test-'))
const logs = mkdtempSync(join(tmpdir(), 'jiahe-logs-'))
const postgres = await startPostgres({ dataDir, durable: false })
const cleanUp = () => {
  postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
  rmSync(logs, { recursive: true, force: true })
}
process.once('SIGINT', () => {
  cleanUp()
  process.exit(130)
})
try {
  await tap(postgres.url)
  checkLogs()
} finally {
  cleanUp()
}
console.log(`${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0
