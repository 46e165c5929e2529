/** The console: what people in the federations work with, and the screens it is shown on. */
import { randomUUID } from 'node:crypto'
import { deskBy, followRules } from '@jiahe/event-log/followedRules.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import type { VaultDb, VaultTables } from '@jiahe/privacy/schema.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import type { AccessDb, AccessTables } from '@jiahe/service-kit/accessTable.ts'
import type { AccountDb, AccountTables } from '@jiahe/service-kit/accounts.ts'
import { chineseCalendar } from '@jiahe/service-kit/calendar.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { followLog } from '@jiahe/service-kit/followedLog.ts'
import { serviceKeyring } from '@jiahe/service-kit/keyService.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { createServer } from '@jiahe/service-kit/server.ts'
import { runService } from '@jiahe/service-kit/service.ts'
import { required } from '@jiahe/service-kit/settings.ts'
import { doneBy } from '@jiahe/service-kit/workSharing.ts'
import { sql } from 'kysely'
import { consoleApi } from './api.ts'
import { apiInfo } from './apiInfo.ts'
import type { Console } from './console.ts'
import { keepErased } from './erasure.ts'
import { liveFeed } from './liveFeed.ts'
import { readMap } from './map.ts'
import { screens } from './screens.ts'
import { signOnOf } from './signOnSettings.ts'
import { whatIfRuns } from './whatIfRuns.ts'

await runService('console', async ({ settings, logger, signal }) => {
  const url = required(settings, 'DATABASE_URL')
  const db = openDatabase<VaultTables & AccountTables & AccessTables>(url)
  const vault = db as unknown as VaultDb
  const access = db as unknown as AccessDb
  const accounts = db as unknown as AccountDb
  const log = await openLog({
    databaseUrl: url,
    eventStoreUrl: settings.EVENT_STORE_URL,
    eventStorePrefix: settings.EVENT_STORE_PREFIX,
  })
  await followLog(db, log, signal)
  const now = () => new Date()
  const types = [...new Set(readModels.flatMap((model) => model.types))]
  const onFault = (error: unknown) => logger.warn({ err: error }, 'policies not read, tried again')
  const followed = await followRules(log, { now, signal, onFault })
  const server = createServer({
    logger,
    api: apiInfo,
    ready: async () => void (await sql`SELECT 1`.execute(db)),
    bodyLimit_bytes: 128 * 1024,
  })
  const desk = deskBy(followed, {
    calendar: chineseCalendar(),
    territory: { regions: loadRegions(settings.CITY), city: settings.CITY },
  })
  const whatIfs = whatIfRuns({
    ...{ db, log, desk, now, signal },
    onFault: (error) => logger.warn({ err: error }, 'what-if: a fault'),
  })
  const api: Console = {
    log,
    desk,
    whatIfs,
    vault,
    access,
    singleSignOn: signOnOf(settings, accounts, now),
    accounts,
    read: db as unknown as ReadDb,
    keyring: await serviceKeyring(vault, settings, { signal, logger }),
    map: readMap(settings.MAP_FILE, settings.CITY),
    now,
    live: liveFeed({
      ...{ log, types, signal, name: randomUUID() },
      folded: () => doneBy(db, 'projector'),
      onFault: (error) => logger.warn({ err: error }, 'live changes: the read models are asked again'),
    }),
  }
  await consoleApi(server, api)
  keepErased(api, signal, (error) => logger.warn({ err: error }, 'an erasure was not finished, tried again'))
  await screens(server.app)
  await server.app.listen({ host: settings.HOST, port: settings.PORT })
  return {
    async close() {
      await server.app.close()
      await whatIfs.settled()
      await log.close()
      await db.destroy()
    },
  }
})
