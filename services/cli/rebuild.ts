/**
 * `jiahe rebuild`: folds read models anew from the beginning of the log, beside those that stand, and puts them
 * in their place; the log is read once for all of them. Nothing stops meanwhile. Tells whether the rows are those that stood.
 */
import type { RebuildOptions, Rebuilt, TableComparison } from '@jiahe/read-models/beside.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { rebuildModels } from '@jiahe/read-models/rebuild.ts'
import { migrateReadModels } from '@jiahe/read-models/schema.ts'
import type { ReadTransaction } from '@jiahe/read-models/tables.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { lockProgress } from '@jiahe/service-kit/workSharing.ts'
import { type Store, withStore } from './connection.ts'
import { type ExitCode, wrongUse } from './outcome.ts'
import { expected, type Progress, progress } from './progress.ts'

const PAGE = 5000
// biome-ignore lint/complexity/noBannedTypes: the read models' tables are named at run time
export type ReadStore = Store<{}>

const lock = (trx: ReadTransaction) => lockProgress(trx, 'projector')

export async function rebuild(
  name: string | undefined,
  { json = false }: { json?: boolean },
): Promise<ExitCode> {
  const models = readModels.filter((model) => name === undefined || model.name === name)
  if (models.length === 0)
    throw wrongUse(`没有读模型 ${name}。可选：${readModels.map((model) => model.name).join('、')}`)
  return withStore(async (store: ReadStore) => {
    await migrateReadModels(store.db, readModels, lock)
    const bar = progress(`重算 ${name ?? '读模型'}`, '事件')
    const rebuilt = await rebuildModels(models, await withBar(store, bar)).finally(bar.end)
    if (json) console.log(JSON.stringify(rebuilt))
    else rebuilt.forEach(tell)
    return rebuilt.some(({ equal }) => equal === false) ? 1 : 0
  })
}

export const foldOptions = ({ db, log, city }: ReadStore): RebuildOptions => ({
  ...{ db, lock },
  regions: loadRegions(city),
  read: (after, types) => log.readAll({ after, types, limit: PAGE }),
})

async function withBar(store: ReadStore, bar: Progress): Promise<RebuildOptions> {
  const { distance } = store.log.positions
  const end = distance(await store.log.head())
  return {
    ...foldOptions(store),
    onProgress: (events, position) => bar.update(events, expected(events, distance(position), end)),
  }
}

function tell({ model, events, tables }: Rebuilt): void {
  console.log(`${model}：${events} 个事件`)
  for (const comparison of tables) console.log(`  ${comparison.table}  ${inWords(comparison)}`)
}

/** 360 行，与原有一致 */
export function inWords({ rows, before, equal }: TableComparison): string {
  if (equal === null) return `${rows} 行，新建`
  return equal ? `${rows} 行，与原有一致` : `${rows} 行，与原有不一致（原有 ${before} 行）`
}
