/**
 * `jiahe log copy`: the history of one log into another, every event as it was recorded. Broken off, it goes on
 * where it was; called again later, it takes what has come since. Ends with the proof that both are the same.
 */
import { logAddress } from './logAddress.ts'
import { type ExitCode, wrongUse } from './outcome.ts'
import { provedCopy, tellCopy } from './provedCopy.ts'

export interface LogCopyOptions {
  readonly from?: string
  readonly to?: string
  readonly json?: boolean
}

export async function logCopy({ from, to, json = false }: LogCopyOptions): Promise<ExitCode> {
  if (from === undefined || to === undefined) throw wrongUse('须用 --from 和 --to 给出两个日志')
  const origin = logAddress(from, '--from')
  const destination = logAddress(to, '--to')
  await destination.prepare()
  const source = await origin.open()
  const target = await destination.open()
  try {
    const verified = await provedCopy({ source, target })
    if (json) console.log(JSON.stringify(verified))
    else tellCopy(verified)
    return verified.findings.length === 0 ? 0 : 1
  } finally {
    await Promise.all([source.close(), target.close()])
  }
}
