/** What a job and an init container rely on when they bring the schemas up to date. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { testDatabase } from '@jiahe/testing/database.ts'
import pg from 'pg'
import t from 'tap'

const root = join(import.meta.dirname, '..')

interface Ended {
  readonly code: number | null
  readonly errors: string
}
const PRELOAD = ['--import', 'tsx', '--import', './scripts/secretFiles.ts']

function run(env: NodeJS.ProcessEnv): Promise<Ended> {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, [...PRELOAD, 'scripts/migrate.ts'], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, errors })))
}

async function tables(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  )
  await client.end()
  return rows.map(({ name }) => name)
}

t.test(
  'three that migrate an empty database at once all succeed, and a fourth changes nothing',
  async (t) => {
    const url = await testDatabase(t)
    const all = await Promise.all([1, 2, 3].map(() => run({ DATABASE_URL: url })))
    t.same(
      all.map(({ code, errors }) => ({ code, errors })),
      Array(3).fill({ code: 0, errors: '' }),
    )
    const made = await tables(url)
    for (const table of ['log.event', 'vault.person', 'intake.receipt', 'projector.checkpoint'])
      t.ok(
        made.some((name) => name.startsWith(table.split('.')[0]!)),
        `${table.split('.')[0]} is there`,
      )
    t.equal((await run({ DATABASE_URL: url })).code, 0)
    t.same(await tables(url), made)
  },
)

t.test('without DATABASE_URL it ends with 2 and one line that names it', async (t) => {
  const { code, errors } = await run({})
  t.equal(code, 2)
  t.match(errors, /^DATABASE_URL is missing\. Example: .*\n$/)
})

t.test('a database that is not there ends it with 1', async (t) => {
  const { code } = await run({ DATABASE_URL: 'postgres://jiahe:secret@127.0.0.1:1/jiahe' })
  t.equal(code, 1)
})

t.test('a secret is read from the file that the setting names', async (t) => {
  const url = await testDatabase(t)
  const folder = t.testdir({ database_url: `${url}\n` })
  t.equal((await run({ DATABASE_URL_FILE: join(folder, 'database_url') })).code, 0)
  t.not((await tables(url)).length, 0)
})

t.test(
  'a secret file that is missing, or is said twice, ends the start with one line and no value',
  async (t) => {
    const missing = await run({ DATABASE_URL_FILE: '/nowhere/database_url' })
    t.equal(missing.code, 2)
    t.match(missing.errors, /^DATABASE_URL_FILE cannot be read \(ENOENT\): \/nowhere\/database_url\./)
    const twice = await run({
      DATABASE_URL: 'postgres://jiahe:secret@127.0.0.1/j',
      DATABASE_URL_FILE: '/nowhere',
    })
    t.equal(twice.code, 2)
    t.equal(twice.errors, 'DATABASE_URL and DATABASE_URL_FILE are both set: unset one of them.\n')
  },
)
