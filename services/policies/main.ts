/** The policies service, one of as many as run: reacts to what is recorded, by grades, orders, callbacks and watches,
 *  and records what time alone does. */
import { randomUUID } from 'node:crypto'
import { deskBy, followRules } from '@jiahe/event-log/followedRules.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { chineseCalendar } from '@jiahe/service-kit/calendar.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { followLog } from '@jiahe/service-kit/followedLog.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { createServer } from '@jiahe/service-kit/server.ts'
import { runService } from '@jiahe/service-kit/service.ts'
import { required } from '@jiahe/service-kit/settings.ts'
import { sql } from 'kysely'
import { runClocks } from './clocks.ts'
import { fallback } from './fallback.ts'
import { reportTo } from './metrics.ts'
import { adoptCalendar } from './newCalendar.ts'
import { allPolicies, type PolicyContext } from './policy.ts'
import { runPolicies } from './runner.ts'
import type { PolicyTables } from './schema.ts'

await runService('policies', async ({ settings, logger, signal }) => {
  const connectionString = required(settings, 'DATABASE_URL')
  const db = openDatabase<PolicyTables>(connectionString, 8)
  const onFault = (error: unknown) => logger.warn({ err: error }, 'fault, tried again')
  const log = await openLog({
    databaseUrl: connectionString,
    eventStoreUrl: settings.EVENT_STORE_URL,
    eventStorePrefix: settings.EVENT_STORE_PREFIX,
    onFault,
  })
  await followLog(db, log, signal)
  const now = () => new Date()
  const followed = await followRules(log, { now, signal, onFault })
  const context: PolicyContext = {
    log,
    desk: deskBy(followed, {
      calendar: chineseCalendar(),
      territory: { regions: loadRegions(settings.CITY), city: settings.CITY },
    }),
    now,
  }
  const server = createServer({
    logger,
    api: { title: '家和 策略服务', description: '研判、派单、回访与跟踪的后台服务', security: 'bearer' },
    ready: async () => void (await sql`SELECT 1 FROM work.partition LIMIT 1`.execute(db)),
  })
  const reporter = reportTo([server.metrics], logger, now)
  const { clocks } = reporter
  const shared = { db, signal, isTransient, onFault, owner: randomUUID() }
  const running = { ...context, ...shared, fallback: fallback(context, isTransient) }
  const working = Promise.all([
    runPolicies({ ...running, reporter, policies: allPolicies(context) }),
    runClocks({ ...running, reporter: { ...reporter, waiting: clocks.waiting }, clocks }),
  ])
  const adopting = adoptCalendar({
    ...{ log, db, desk: context.desk, now, signal, isTransient, onFault },
    onUnreadable: (order, err) => logger.error({ order, err }, 'deadlines not worked out again'),
  }).then((recomputed) => recomputed && logger.info(recomputed, 'deadlines worked out with this calendar'))
  if (settings.HEALTH_PORT) await server.app.listen({ host: settings.HOST, port: settings.HEALTH_PORT })
  return {
    async close() {
      await server.app.close()
      await working
      await adopting
      await log.close()
      await db.destroy()
    },
  }
})
