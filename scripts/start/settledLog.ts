/** Which log a start works on: the one that its database follows, and none that a filling left in pieces. */
import { type RestorableLog, START } from '@jiahe/event-log/log.ts'
import { checkLog, followedLog, leaveLog } from '@jiahe/service-kit/followedLog.ts'
import { WrongSetting } from '@jiahe/service-kit/settings.ts'
import type { Kysely } from 'kysely'

/** Says whether the log is empty. Throws `WrongSetting` where it is not the one to work on. */
export async function settleLog(db: Kysely<unknown>, log: RestorableLog): Promise<boolean> {
  const empty = (await log.head()) === START
  if ((await followedLog(db))?.filling) {
    if (!empty)
      throw new WrongSetting(
        `A start was ended while it filled the made-up city into ${log.name}, and a part of it is there. Empty that store, or choose another EVENT_STORE_PREFIX, and start again. Example: EVENT_STORE_PREFIX=demo2.`,
      )
    await leaveLog(db)
  }
  await checkLog(db, log)
  return empty
}
