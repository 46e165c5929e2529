/** The registry here speaks as pnpm is answered by a real one; what it is asked is what the lock file holds. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { judge } from './audit.ts'

const fault = (id: number, severity: string) => ({
  id,
  url: 'https://example.org/GHSA-aaaa-bbbb-cccc',
  title: 'Reads what it should not',
  severity,
  vulnerable_versions: '<99',
})

/** `faults`: by package name; null answers like a registry that has no audits. */
async function audit(t: Test, faults: object | null) {
  const asked: string[] = []
  const registry = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    asked.push((request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString())
    response.writeHead(faults === null ? 405 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(faults ?? {}))
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  t.teardown(() => registry.close())
  const { port } = registry.address() as { port: number }
  const script = join(import.meta.dirname, 'audit.ts')
  const child = spawn(process.execPath, [
    ...['--import', 'tsx', script, '--registry', `http://127.0.0.1:${port}/`],
  ])
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, told, asked: asked.join('') }
}

t.test('a grave fault of what runs in production fails, a lesser one is told', async (t) => {
  const { code, told, asked } = await audit(t, { zod: [fault(1, 'high')], pino: [fault(2, 'moderate')] })
  t.equal(code, 1, told)
  t.match(told, /^not ok - high: zod \d/m)
  t.match(told, /^noted - moderate: pino \d/m)
  t.match(told, /2 known faults, 1 of them fail/)
  t.match(JSON.parse(asked), { fastify: [String] }, 'it was asked about what the lock file holds')
})

t.test('no known fault passes, and no answer is said to be none', async (t) => {
  t.match(await audit(t, {}), { code: 0, told: /^Dependencies audited: 0 known faults/m })
  t.match(await audit(t, null), { code: 0, told: /^Dependencies were NOT audited/m })
})

t.test('an exception holds to its last day and for its own fault only', async (t) => {
  const said = {
    advisories: {
      1: {
        ...{ module_name: 'zod', severity: 'critical', title: 'A fault', url: 'https://example.org/1' },
        ...{ github_advisory_id: 'GHSA-aaaa-bbbb-cccc', findings: [{ version: '4.0.0' }] },
      },
    },
  }
  const until = { advisory: 'GHSA-aaaa-bbbb-cccc', reason: 'not reached by any request', until: '2026-12-31' }
  t.equal(judge(said, [until], '2026-12-31').failed, 0)
  t.equal(judge(said, [until], '2027-01-01').failed, 1)
  t.equal(judge(said, [{ ...until, advisory: 'GHSA-other' }], '2026-12-31').failed, 1)
  t.throws(() => judge({}, [], '2026-12-31'), 'what is no answer is not taken for one')
})
