/**
 * A database of its own for a test, on the PostgreSQL server that `scripts/test.ts` started once for the whole run
 * (`TEST_DATABASE_URL`), dropped when the test ends. What many tests begin with is made once on the server and copied for
 * each: a copy takes a tenth of the time of making it.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Test } from 'tap'

export interface Beginning {
  /** One word for all that begin so. */
  readonly name: string
  /** Must have closed its connections when it is done. Ids made here are the same in all copies. */
  make(url: string): Promise<void>
}

/** Any number: one process at a time makes a beginning. */
const MAKING = 4_101_967

/** Creates the database and returns its URL; empty, or as `beginning` makes it. */
export async function testDatabase(t: Test, beginning?: Beginning): Promise<string> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run tests by `npm test [file…]`')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(server, async (client) => {
    const template = beginning ? await made(client, server, beginning) : 'template1'
    // Much quicker than through the server's own log, which it is meant to be sparing with.
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
  })
  t.teardown(() => onServer(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)))
  return urlOf(server, name)
}

/** The name of the database that has it. One that was not finished has another. */
async function made(client: pg.Client, server: string, { name, make }: Beginning): Promise<string> {
  const template = `beginning_${name}`
  const isThere = async () =>
    (await client.query('SELECT FROM pg_database WHERE datname = $1', [template])).rowCount !== 0
  if (await isThere()) return template
  await client.query('SELECT pg_advisory_lock($1)', [MAKING])
  if (await isThere()) return template
  const half = `half_${name}`
  await client.query(`DROP DATABASE IF EXISTS ${half} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${half}`)
  await make(urlOf(server, half))
  await client.query(`ALTER DATABASE ${half} RENAME TO ${template}`)
  return template
}

function urlOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** What it locked is free when it has ended. */
async function onServer(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
