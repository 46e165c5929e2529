/** A made-up city is in the log before its services run: this waits until they know all of it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLog } from '@jiahe/event-log/openLog.ts'
import { openDatabase } from '@jiahe/service-kit/database.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { eventually, type Jiahe } from '@jiahe/testing/jiahe.ts'

type Processor = Parameters<typeof lockProgress>[1]
const processors: readonly Processor[] = ['policies', 'projector']

export async function untilFolded({ dataDir }: Jiahe): Promise<void> {
  const running = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8'))
  const { databaseUrl, eventStoreUrl, eventStorePrefix } = running
  const db = openDatabase<unknown>(databaseUrl, 1)
  const log = await openLog({ databaseUrl, eventStoreUrl, eventStorePrefix, connections: 1 })
  const doneUpTo = (processor: Processor) =>
    db.transaction().execute(async (trx) => (await lockProgress(trx, processor)).least)
  try {
    await eventually(async () => {
      const head = await log.head()
      for (const processor of processors) if ((await doneUpTo(processor)) < head) return false
      return true
    })
  } finally {
    await log.close()
    await db.destroy()
  }
}
