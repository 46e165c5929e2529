/** The intake service: what sending systems talk to. */
import { openLog } from '@jiahe/event-log/openLog.ts'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import type { AccountDb } from '@jiahe/service-kit/accounts.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { followLog } from '@jiahe/service-kit/followedLog.ts'
import { serviceKeyring } from '@jiahe/service-kit/keyService.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { createServer } from '@jiahe/service-kit/server.ts'
import { runService } from '@jiahe/service-kit/service.ts'
import { required } from '@jiahe/service-kit/settings.ts'
import { sql } from 'kysely'
import { intakeApi } from './api.ts'
import { createIntake } from './intake.ts'
import { outbound } from './outbound.ts'
import type { IntakeTables } from './receiptTable.ts'
import { senderKeys } from './senderKeys.ts'

await runService('intake', async ({ settings, logger, signal }) => {
  const url = required(settings, 'DATABASE_URL')
  const db = openDatabase<IntakeTables>(url)
  const keyring = await serviceKeyring(db as unknown as VaultDb, settings, { signal, logger })
  const onFault = (error: unknown) => logger.warn({ err: error }, 'will be tried again')
  const log = await openLog({
    databaseUrl: url,
    eventStoreUrl: settings.EVENT_STORE_URL,
    eventStorePrefix: settings.EVENT_STORE_PREFIX,
    onFault,
  })
  await followLog(db, log, signal)
  const now = () => new Date()
  const intake = createIntake({ db, log, keyring, now, onFault })
  const repaired = await intake.repair()
  if (repaired > 0) logger.warn({ references: repaired }, 'appended what an earlier process had reserved')
  const server = createServer({
    logger,
    api: {
      title: '家和 接入接口',
      description: '公安、热线、网格等来源的警情与纠纷线索',
      security: 'bearer',
    },
    ready: async () => {
      await keyring.ready()
      await sql`SELECT 1`.execute(db)
    },
  })
  const keys = senderKeys(db as unknown as AccountDb, keyring, now)
  const { indexKey } = keyring
  const regions = loadRegions(settings.CITY)
  await intakeApi(server, { db, log, intake, regions, keys, now, indexKey, ending: signal })
  await server.app.listen({ host: settings.HOST, port: settings.INTAKE_PORT })
  const telling = outbound({ databaseUrl: url, log, keyring, server, logger, now, signal })
  return {
    async close() {
      await server.app.close()
      await intake.close()
      await telling
      await log.close()
      await db.destroy()
    },
  }
})
