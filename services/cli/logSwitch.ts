/**
 * `jiahe log switch`: a stopped installation goes from the log that it follows to another one. The history is copied
 * and proved, and what the database keeps of positions is moved, all under the lock that keeps services from starting;
 * the log that was followed until now stays as it is. Killed at any point before the end, nothing is switched.
 */
import type { RestorableLog } from '@jiahe/event-log/log.ts'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { migrateEventLog } from '@jiahe/event-log/postgres/schema.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { changeLog, checkLog, followedLog, lockLog } from '@jiahe/service-kit/followedLog.ts'
import { type Kysely, sql } from 'kysely'
import { running, settings } from './connection.ts'
import { inEventStore, isEventStore } from './logAddress.ts'
import { type Moved, movePositions } from './movePositions.ts'
import { Ended, type ExitCode, wrongUse } from './outcome.ts'
import { provedCopy, tellCopy } from './provedCopy.ts'
import { stillRunning, stoppedDatabase } from './stoppedDatabase.ts'
import type { VerifiedCopy } from './verifyCopy.ts'

export interface LogSwitchOptions {
  readonly to?: string
  readonly json?: boolean
}
/** `moved` is null where the copy was found not to be the same: then nothing was switched. */
interface Switched extends VerifiedCopy {
  readonly moved: Moved | null
}

export async function logSwitch({ to, json = false }: LogSwitchOptions): Promise<ExitCode> {
  if (to === undefined || (to !== 'postgres' && !isEventStore(to)))
    throw wrongUse('须用 --to 给出 postgres 或 esdb://…')
  const database = await stoppedDatabase()
  const db = openDatabase<unknown>(database.url, 2)
  const logs: RestorableLog[] = []
  try {
    const source = await followed(db, database.url)
    logs.push(source)
    const target = await destination(to, database.url)
    logs.push(target)
    const switched = await switchLog(db, source, target)
    if (json) console.log(JSON.stringify(switched))
    else tell(switched, to)
    return switched.moved ? 0 : 1
  } finally {
    await Promise.all(logs.map((log) => log.close()))
    await db.destroy()
    await database.end()
  }
}

/** The log that the database follows, as the settings name it. */
async function followed(db: Kysely<unknown>, databaseUrl: string): Promise<RestorableLog> {
  const { EVENT_STORE_URL, EVENT_STORE_PREFIX } = settings()
  const inDatabase = (await followedLog(db))?.name === 'postgres'
  const eventStoreUrl = inDatabase ? undefined : (EVENT_STORE_URL ?? running()?.eventStoreUrl)
  const eventStorePrefix = EVENT_STORE_PREFIX ?? running()?.eventStorePrefix
  return await openLog({ databaseUrl, eventStoreUrl, eventStorePrefix, connections: 2 })
}

async function destination(to: string, databaseUrl: string): Promise<RestorableLog> {
  if (to !== 'postgres') return inEventStore(to, '--to').open()
  await migrateEventLog(databaseUrl)
  return openLog({ databaseUrl, eventStoreUrl: undefined, connections: 2 })
}

async function switchLog(
  db: Kysely<unknown>,
  source: RestorableLog,
  target: RestorableLog,
): Promise<Switched> {
  await checkLog(db, source)
  if ((await source.identity()) === (await target.identity())) throw wrongUse('家和已经在使用这个日志')
  if ((await followedLog(db))?.filling)
    throw new Ended(3, '演示数据只填充了一部分，不能切换。请先再次运行 npm start。')
  return db.transaction().execute(async (trx) => {
    // Copying takes as long as it takes.
    await sql`SET LOCAL idle_in_transaction_session_timeout = 0`.execute(trx)
    if (!(await lockLog(trx))) throw stillRunning()
    const verified = await provedCopy({ source, target, mayHoldPart: true })
    if (verified.findings.length > 0) return { ...verified, moved: null }
    const moved = await movePositions(trx, source, target)
    await changeLog(trx, target)
    return { ...verified, moved }
  })
}

function tell(switched: Switched, to: string): void {
  tellCopy(switched)
  if (!switched.moved) {
    console.log('没有切换，家和仍使用原来的日志。')
    return
  }
  console.log('已切换。原来的日志保留不变，但不再使用。')
  if (!switched.moved.readModels) console.log('读模型将在下次启动时由历史重算。')
  console.log(
    to === 'postgres'
      ? '下次启动时不要再设置 EVENT_STORE_URL。'
      : '下次启动前，请把 EVENT_STORE_URL 设为此地址，EVENT_STORE_PREFIX 与现在相同。',
  )
}
