/**
 * The login that services connect with. It may add to history and never change it: events, signed heads and the record
 * of looks can be inserted and read, and neither updated nor deleted, whatever a service is made to say. Only the read
 * models are its own, since it makes them anew.
 */
import { type Kysely, sql } from 'kysely'

const schemas = [
  'log',
  'vault',
  'keys',
  'intake',
  'webhook',
  'work',
  'policy',
  'account',
  'projector',
  'read',
]
/** What is only ever added to. */
const appendOnly = ['log.event', 'log.signed_head', 'account.access_log']
/** What is made with the schema and stays. */
const readOnly = ['log.identity']

/** Makes the login that `url` names where there is none, gives it this password, and sets what it may. For the owner of
 *  the schemas, after each migration; a login that is the owner's own stays as it is. */
export async function grantServices(db: Kysely<unknown>, url: string): Promise<void> {
  const { username, password } = new URL(url)
  const name = decodeURIComponent(username)
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ owner: string; known: boolean }>`SELECT current_user AS owner,
      EXISTS (SELECT FROM pg_roles WHERE rolname = ${name}) AS known`.execute(trx)
    const { owner, known } = rows[0]!
    if (owner === name) return
    const role = sql.id(name)
    const run = (statement: ReturnType<typeof sql>) => statement.execute(trx)
    if (!known) await run(sql`CREATE ROLE ${role} LOGIN`)
    await run(sql`ALTER ROLE ${role} PASSWORD ${sql.lit(decodeURIComponent(password))}`)
    const database = sql.id(new URL(url).pathname.slice(1))
    await run(sql`GRANT CONNECT, TEMPORARY, CREATE ON DATABASE ${database} TO ${role}`)
    for (const schema of schemas.map((schema) => sql.id(schema))) {
      await run(sql`GRANT USAGE ON SCHEMA ${schema} TO ${role}`)
      await run(sql`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`)
      await run(sql`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`)
    }
    for (const table of [...appendOnly, ...readOnly])
      await run(sql`REVOKE UPDATE, DELETE ON ${sql.table(table)} FROM ${role}`)
    for (const table of readOnly) await run(sql`REVOKE INSERT ON ${sql.table(table)} FROM ${role}`)
    // To give a thing to somebody one has to be one of them.
    await run(sql`GRANT ${role} TO ${sql.id(owner)}`)
    await run(sql`ALTER SCHEMA read OWNER TO ${role}`)
    const tables = await sql<{ tablename: string }>`
      SELECT tablename FROM pg_tables WHERE schemaname = 'read' AND tableowner <> ${name}`.execute(trx)
    for (const { tablename } of tables.rows)
      await run(sql`ALTER TABLE ${sql.table(`read.${tablename}`)} OWNER TO ${role}`)
  })
}
