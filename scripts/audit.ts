/**
 * `npm run audit [-- --registry URL]`: asks the package registry which of the dependencies that run in production have
 * known faults. A high or critical one fails, unless `infra/audit-exceptions.json` excuses it with a reason and a last
 * day; lesser ones are listed. Where the registry answers no audits, that is said and nothing fails: no network is no
 * fault of the program.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')
const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))

const answer = z.object({
  advisories: z.record(
    z.string(),
    z.object({
      module_name: z.string(),
      severity: z.enum(['info', 'low', 'moderate', 'high', 'critical']),
      title: z.string(),
      url: z.string(),
      github_advisory_id: z.string(),
      findings: z.array(z.object({ version: z.string() })),
    }),
  ),
})
const exceptions = z.array(
  z.strictObject({ advisory: z.string(), reason: z.string().min(10), until: z.iso.date() }),
)
export type Exceptions = z.output<typeof exceptions>
type Advisory = z.output<typeof answer>['advisories'][string]

export interface Verdict {
  readonly lines: readonly string[]
  readonly failed: number
}

/** `today`: YYYY-MM-DD. An exception holds to the end of its last day. */
export function judge(said: unknown, excused: Exceptions, today: string): Verdict {
  const all = Object.values(answer.parse(said).advisories)
  const isGrave = ({ severity }: Advisory) => severity === 'high' || severity === 'critical'
  const excuseOf = ({ github_advisory_id: id }: Advisory) =>
    excused.find(({ advisory, until }) => advisory === id && until >= today)
  const fails = (one: Advisory) => isGrave(one) && !excuseOf(one)
  const lines = all.map((one) => {
    const versions = one.findings.map(({ version }) => version).join(', ')
    const excuse = excuseOf(one)
    const why = fails(one) ? 'not ok' : excuse ? `excused until ${excuse.until}` : 'noted'
    return `${why} - ${one.severity}: ${one.module_name} ${versions}: ${one.title} (${one.github_advisory_id} ${one.url})`
  })
  return { lines, failed: all.filter(fails).length }
}

function main(): number {
  const { pnpm } = z.object({ config: z.object({ pnpm: z.string() }) }).parse(read('package.json')).config
  const asked = spawnSync(
    'npx',
    ['--yes', `pnpm@${pnpm}`, 'audit', '--prod', '--json', ...process.argv.slice(2)],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  let said: unknown
  try {
    said = JSON.parse(asked.stdout)
    answer.parse(said)
  } catch {
    const code = /ERR_PNPM_\w+/.exec(asked.stdout + asked.stderr)?.[0] ?? 'no answer'
    console.log(`Dependencies were NOT audited: the registry answers no audits here (${code}).`)
    return 0
  }
  const today = new Date().toISOString().slice(0, 10)
  const { lines, failed } = judge(said, exceptions.parse(read('infra/audit-exceptions.json')), today)
  for (const line of lines) console.log(line)
  console.log(`Dependencies audited: ${lines.length} known faults, ${failed} of them fail.`)
  return failed > 0 ? 1 : 0
}

if (process.argv[1] === import.meta.filename) process.exitCode = main()
