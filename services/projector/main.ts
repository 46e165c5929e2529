/** The projector, one of as many as run: keeps the read models behind the log by as little as can be. */
import { randomUUID } from 'node:crypto'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { signingKeyOf } from '@jiahe/event-log/signedHead.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { rebuildModels } from '@jiahe/read-models/rebuild.ts'
import { migrateReadModels } from '@jiahe/read-models/schema.ts'
import type { ReadDb, ReadTransaction } from '@jiahe/read-models/tables.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { followLog } from '@jiahe/service-kit/followedLog.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { createServer } from '@jiahe/service-kit/server.ts'
import { runService } from '@jiahe/service-kit/service.ts'
import { required } from '@jiahe/service-kit/settings.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { sql } from 'kysely'
import { keepBoard } from './keepBoard.ts'
import { lagOn } from './lag.ts'
import { project } from './project.ts'
import { signHeads } from './signHeads.ts'

const PAGE = 5000

await runService('projector', async ({ settings, logger, signal }) => {
  const url = required(settings, 'DATABASE_URL')
  const db: ReadDb = openDatabase(url, 4)
  const onFault = (error: unknown) => logger.warn({ err: error }, 'the log is tried again')
  const log = await openLog({
    databaseUrl: url,
    eventStoreUrl: settings.EVENT_STORE_URL,
    eventStorePrefix: settings.EVENT_STORE_PREFIX,
    connections: 2,
    onFault,
  })
  await followLog(db, log, signal)
  const now = () => new Date()
  const server = createServer({
    logger,
    api: { title: '家和 投影服务', description: '由历史折叠读模型的后台服务', security: 'bearer' },
    ready: async () => void (await sql`SELECT 1 FROM projector.model LIMIT 1`.execute(db)),
  })
  const onWaiting = lagOn(server.metrics, now)
  // Before anything is rebuilt: who takes long is alive all the same.
  if (settings.HEALTH_PORT) await server.app.listen({ host: settings.HOST, port: settings.HEALTH_PORT })
  const regions = loadRegions(settings.CITY)
  const lock = (trx: ReadTransaction) => lockProgress(trx, 'projector')
  const older = await migrateReadModels(db, readModels, lock)
  for (const { name, version } of older) logger.info({ model: name, version }, 'rebuilding')
  if (older.length > 0)
    await rebuildModels(older, {
      ...{ db, lock, regions },
      read: (after, types) => log.readAll({ after, types, limit: PAGE }),
    })
  let onLive = () => {}
  const live = new Promise<void>((resolve) => {
    onLive = resolve
  })
  const owner = randomUUID()
  let waitingSince: string | null = null
  const told = {
    onLive,
    onWaiting(recordedAt: string | null) {
      waitingSince = recordedAt
      onWaiting(recordedAt)
    },
  }
  const projecting = project({ log, logger, owner, signal, db, models: readModels, regions, now, ...told })
  // A fault that does not pass ends the process; whoever supervises it starts it again.
  projecting.catch((error) => {
    throw error
  })
  // Started is who has come as far as the log, so that nobody is shown half of the past.
  await Promise.race([live, projecting])
  const keeping = keepBoard({ db, lock, now, logger, signal, waitingSince: () => waitingSince })
  const { SIGNING_KEY, HEADS_DIR: folder } = settings
  if (SIGNING_KEY === undefined) logger.warn('no SIGNING_KEY: no daily head is signed')
  const signing =
    SIGNING_KEY === undefined
      ? Promise.resolve()
      : signHeads({ db, log, key: signingKeyOf(SIGNING_KEY), folder, now, logger, signal })
  return {
    async close() {
      await server.app.close()
      await projecting.catch(() => {})
      await signing
      await keeping
      await log.close()
      await db.destroy()
    },
  }
})
