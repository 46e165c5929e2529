import { join } from 'node:path'
import t from 'tap'
import { runFile } from './runFile.ts'

const files = t.testdir({
  'passes.test.ts': `import t from 'tap'
    t.equal(1, 1)
    t.test('one', async (t) => { t.test('inside', async (t) => t.pass()) })
    t.test('two', async (t: { pass(): void }) => t.pass())`,
  'fails.test.ts': `import t from 'tap'
    t.test('one', async (t) => { await t.test('inside', async (t) => t.equal(1, 2, 'one is two')) })
    t.test('two', async (t) => t.pass())`,
  'breaks.test.ts': `import t from 'tap'
    t.test('one', async (t) => t.pass())
    await t.test('two', async (t) => t.pass())
    throw new Error('broken')`,
  'dies.test.ts': `import t from 'tap'
    await t.test('one', async (t) => t.pass())
    process.kill(process.pid, 'SIGKILL')`,
  'leaves.test.ts': `import t from 'tap'
    t.test('one', async (t) => { t.pass(); process.exit(0) })`,
  'nothing.test.ts': `export const nothing = 1`,
})
const run = (name: string) =>
  runFile(join(files, name), { compiled: '', env: {}, signal: new AbortController().signal })

t.test(
  'the titled tests of a file are counted, and nothing of it is printed but that it passed',
  async (t) => {
    const { passed, failed, lines } = await run('passes.test.ts')
    t.strictSame({ passed, failed }, { passed: 2, failed: 0 })
    t.equal(lines.length, 1)
    t.match(lines[0], /^ok - .*passes\.test\.ts # time=\d+ms$/)
  },
)

t.test('a failed test is counted once, and what failed in it is printed', async (t) => {
  const { passed, failed, lines } = await run('fails.test.ts')
  t.strictSame({ passed, failed }, { passed: 1, failed: 1 })
  t.match(lines.join('\n'), /not ok 1 - one is two[\s\S]+diff[\s\S]+not ok - .*fails\.test\.ts/)
})

t.test('a file that throws, dies, leaves early or tests nothing has failed', async (t) => {
  for (const name of ['breaks', 'dies', 'leaves', 'nothing']) {
    const { failed, lines } = await run(`${name}.test.ts`)
    t.ok(failed > 0, name)
    t.match(lines.at(-1), new RegExp(`^not ok - .*${name}`))
  }
})
