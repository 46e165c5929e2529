/** Copies a log into another, from wherever an earlier try came to, and proves that both are the same. */
import { BrokenCopy, type RestorableLog } from '@jiahe/event-log/log.ts'
import { type Copied, continuation, copyLog, NOTHING_COPIED } from './copyLog.ts'
import { keptCopy } from './keptCopy.ts'
import { wrongUse } from './outcome.ts'
import { expected, progress } from './progress.ts'
import { type VerifiedCopy, verifyCopy } from './verifyCopy.ts'

export interface ProvedCopyOptions {
  readonly source: RestorableLog
  readonly target: RestorableLog
  /** The target may hold a part of the same history that no copy from here has put there: all of it is passed over,
   *  and the proof tells whether it belongs there. */
  readonly mayHoldPart?: boolean
}

const PAGE = 2000

export async function provedCopy(options: ProvedCopyOptions): Promise<VerifiedCopy> {
  const copied = await copy(options)
  return copied instanceof BrokenCopy ? brokenAt(copied) : await verify(options, copied)
}

async function copy({
  source,
  target,
  mayHoldPart = false,
}: ProvedCopyOptions): Promise<Copied | BrokenCopy> {
  const [from, to] = [await source.identity(), await target.identity()]
  if (from === to) throw wrongUse('--from 与 --to 是同一个日志')
  const kept = keptCopy(from, to)
  const before = kept.read() ?? (mayHoldPart ? NOTHING_COPIED : null)
  const start = await continuation(source, target, before)
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

async function verify({ source, target }: ProvedCopyOptions, copied: Copied): Promise<VerifiedCopy> {
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

export function tellCopy({ events, streams, digest, findings }: VerifiedCopy): void {
  if (findings.length === 0) {
    console.log(`目标日志有 ${events} 个事件，${streams} 条流，与来源完全一致，哈希链完整。`)
    console.log(`摘要：${digest}`)
    return
  }
  console.log(`发现 ${findings.length} 处不一致：`)
  for (const { reason, at } of findings.slice(0, FINDINGS_TOLD))
    console.log(`  ${words[reason] ?? reason}  ${at}`)
}
