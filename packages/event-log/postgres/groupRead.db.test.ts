import { testDatabase } from '@jiahe/testing/database.ts'
import pg from 'pg'
import t, { type Test } from 'tap'
import { datas, event, idsOf, upTo } from '../contract/events.ts'
import { NO_STREAM } from '../log.ts'
import { groupRead } from './groupRead.ts'
import { postgresLog } from './postgresLog.ts'
import { migrateEventLog } from './schema.ts'

async function opened(t: Test) {
  const url = await testDatabase(t)
  await migrateEventLog(url)
  const log = postgresLog({ connectionString: url })
  const pool = new pg.Pool({ connectionString: url })
  t.teardown(() => Promise.all([log.close(), pool.end()]))
  return { log, pool }
}

t.test(
  'streams that are read side by side are each answered whole and in order, in few queries',
  async (t) => {
    const { log, pool } = await opened(t)
    const events = upTo(300).map((n) => [event(2 * n), event(2 * n + 1)])
    await Promise.all(events.map((pair, n) => log.append(`a-${n}`, NO_STREAM, pair)))
    let queries = 0
    const query = pool.query.bind(pool)
    pool.query = ((...args: Parameters<typeof query>) => {
      queries++
      return query(...args)
    }) as typeof pool.query
    const read = groupRead(pool)
    const streams = await Promise.all([...upTo(300), 7, 7, 999].map((n) => read(`a-${n}`)))
    t.same(streams.slice(0, 300).map(idsOf), events.map(idsOf))
    t.same(streams.slice(300).map(idsOf), [idsOf(events[7]!), idsOf(events[7]!), []])
    t.ok(queries <= 6, `${queries} queries`)
  },
)

t.test('a read sees what was recorded before it was asked for, whatever is in flight', async (t) => {
  const { log } = await opened(t)
  const missed = await Promise.all(
    upTo(50).map(async (n) => {
      const others = upTo(20).map((m) => log.readStream(`a-${m}`))
      await log.append(`a-${n}`, NO_STREAM, [event(n)])
      const seen = await log.readStream(`a-${n}`)
      await Promise.all(others)
      return seen.length === 1 ? [] : [n]
    }),
  )
  t.same(missed.flat(), [])
})

t.test('a query that fails fails those who waited for it, and nobody after them', async (t) => {
  const { log, pool } = await opened(t)
  await log.append('a-1', NO_STREAM, [event(1)])
  const read = groupRead(pool)
  const client = await pool.connect()
  await client.query('ALTER TABLE log.event RENAME TO away')
  const failed = await Promise.allSettled(upTo(10).map(() => read('a-1')))
  await client.query('ALTER TABLE log.away RENAME TO event')
  client.release()
  t.ok(failed.every(({ status }) => status === 'rejected'))
  t.same(datas(await read('a-1')), [1])
})
