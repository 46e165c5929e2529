/**
 * `jiahe log copy`: the history of one log into another, every event as it was recorded. Broken off, it goes on
 * where it was; called again later, it takes what has come since. Ends with the proof that both are the same.
 */
import { BrokenCopy, type RestorableLog } from '@jiahe/event-log/log.ts'
import { type Copied, continuation, copyLog } from './copyLog.ts'
import { keptCopy } from './keptCopy.ts'
import { logAddress } from './logAddress.ts'
import { type ExitCode, wrongUse } from './outcome.ts'
import { expected, progress } from './progress.ts'
import { type VerifiedCopy, verifyCopy } from './verifyCopy.ts'

export interface LogCopyOptions {
  readonly from?: string
  readonly to?: string
  readonly json?: boolean
}

const PAGE = 2000

export async function logCopy({ from, to, json = false }: LogCopyOptions): Promise<ExitCode> {
  if (from === undefined || to === undefined) throw wrongUse('须用 --from 和 --to 给出两个日志')
  const origin = logAddress(from, '--from')
  const destination = logAddress(to, '--to')
  await destination.prepare()
  const source = await origin.open()
  const target = await destination.open()
  try {
    const copied = await copy(source, target)
    const verified = copied instanceof BrokenCopy ? brokenAt(copied) : await verify(source, target, copied)
    if (json) console.log(JSON.stringify(verified))
    else tell(verified)
    return verified.findings.length === 0 ? 0 : 1
  } finally {
    await Promise.all([source.close(), target.close()])
  }
}

async function copy(source: RestorableLog, target: RestorableLog): Promise<Copied | BrokenCopy> {
  const [from, to] = [await source.identity(), await target.identity()]
  if (from === to) throw wrongUse('--from 与 --to 是同一个日志')
  const kept = keptCopy(from, to)
  const start = await continuation(source, target, kept.read())
  if (!start) throw wrongUse('目标日志不是空的，也不是由此开始的副本')
  const { distance } = source.positions
  const end = distance(await source.head())
  const bar = progress('复制', '事件')
  const keep = (copied: Copied) => {
    kept.write(copied)
    bar.update(copied.events, expected(copied.events, distance(copied.position), end))
  }
  try {
    kept.write(start)
    return await copyLog({ source, target, from: start, page: PAGE, keep })
  } catch (error) {
    if (error instanceof BrokenCopy) return error
    throw error
  } finally {
    bar.end()
  }
}

async function verify(source: RestorableLog, target: RestorableLog, copied: Copied): Promise<VerifiedCopy> {
  const bar = progress('核对', '事件')
  const onProgress = (events: number) => bar.update(events, Math.max(events, copied.events * 2))
  try {
    return await verifyCopy({ source, target, upTo: copied.position, page: PAGE, onProgress })
  } finally {
    bar.end()
  }
}

const brokenAt = ({ stream, revision, reason }: BrokenCopy): VerifiedCopy => ({
  ...{ events: 0, streams: 0, digest: '' },
  findings: [{ check: 'copy', reason, at: `${stream}@${revision}` }],
})

const words: Readonly<Record<string, string>> = {
  'wrong-revision': '与该流已有的事件不连续',
  'wrong-hash': '前一事件已被改动',
  'clock-went-back': '记录时间倒退',
  'id-elsewhere': '事件编号已在另一条流中',
  'other-number': '事件数不同（来源 ≠ 目标）',
  'other-events': '事件摘要不同，目标为',
  'differs-from-source': '与来源不同的流',
}
const FINDINGS_TOLD = 50

function tell({ events, streams, digest, findings }: VerifiedCopy): void {
  if (findings.length === 0) {
    console.log(`目标日志有 ${events} 个事件，${streams} 条流，与来源完全一致，哈希链完整。`)
    console.log(`摘要：${digest}`)
    return
  }
  console.log(`发现 ${findings.length} 处不一致：`)
  for (const { reason, at } of findings.slice(0, FINDINGS_TOLD))
    console.log(`  ${words[reason] ?? reason}  ${at}`)
}
