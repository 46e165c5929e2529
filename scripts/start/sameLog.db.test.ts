import { NO_STREAM } from '@jiahe/event-log/log.ts'
import { postgresLog } from '@jiahe/event-log/postgres/postgresLog.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { type Kysely, sql } from 'kysely'
import t from 'tap'
import { migrate } from './migrate.ts'
import { checkSameLog } from './sameLog.ts'

t.test('a database is never started on another log than the one it followed', async (t) => {
  const url = await testDatabase(t)
  const db: Kysely<unknown> = openDatabase(url, 2)
  t.teardown(() => db.destroy())
  await migrate(url, db)
  await t.resolves(checkSameLog(db, undefined), 'a new one takes either')
  await t.resolves(checkSameLog(db, 'esdb://127.0.0.1:2113'))

  await sql`INSERT INTO work.partition (processor, partition, position, epoch)
    VALUES ('policies', 0, ${'0'.repeat(40)}, 1) ON CONFLICT (processor, partition) DO UPDATE SET position = excluded.position`.execute(
    db,
  )
  await t.rejects(checkSameLog(db, undefined), /^EVENT_STORE_URL is missing/)
  await t.resolves(checkSameLog(db, 'esdb://127.0.0.1:2113'))

  const log = postgresLog({ connectionString: url, connections: 1 })
  const metadata = { schemaVersion: 1, actor: 'policy:test', correlationId: 'c', causationId: null }
  const occurredAt = '2026-03-02T01:00:00.000Z'
  const id = '019d0000-0000-7000-8000-000000000001'
  await log.append('a-1', NO_STREAM, [{ id, type: 'Noted', data: {}, metadata: { ...metadata, occurredAt } }])
  await log.close()
  await t.rejects(checkSameLog(db, 'esdb://127.0.0.1:2113'), /^EVENT_STORE_URL names another log/)
  await t.resolves(checkSameLog(db, undefined))
})
