/** What `verify` holds the history against: the heads that were signed day by day, as the database and the folder of
 *  copies have them, and the public keys that are trusted to have signed them. */

import { headsOfDatabase, headsOfFolder, joinHeads } from '@jiahe/event-log/keptHeads.ts'
import {
  checkHeads,
  type Head,
  type HeadFinding,
  publicKeyOf,
  publicText,
  signingKeyOf,
} from '@jiahe/event-log/signedHead.ts'
import type { QueryExecutorProvider } from 'kysely'
import { running, settings } from './connection.ts'
import { wrongUse } from './outcome.ts'

export interface HeadOptions {
  /** A folder of heads that were kept elsewhere; else the one that the services write to. */
  readonly heads?: string
  /** Public keys, base64, with commas between; else that of this machine. */
  readonly key?: string
}
export interface ProvedHeads {
  readonly heads: readonly Head[]
  readonly findings: readonly HeadFinding[]
  /** False where no key was given: signatures were not looked at. */
  readonly signatures: boolean
}

export async function provedHeads(db: QueryExecutorProvider, options: HeadOptions): Promise<ProvedHeads> {
  const { SIGNING_KEY, HEADS_DIR } = settings()
  const here = running()
  const folder = options.heads ?? HEADS_DIR ?? here?.headsDir
  const own = SIGNING_KEY === undefined ? here?.headKey : publicText(signingKeyOf(SIGNING_KEY).publicKey)
  const keys = (options.key ?? own)?.split(',').map(keyOf) ?? []
  const { heads, findings } = joinHeads(
    await headsOfDatabase(db),
    folder === undefined ? [] : headsOfFolder(folder),
  )
  const checked = checkHeads(heads, keys).filter(({ reason }) => keys.length > 0 || reason !== 'head-forged')
  return { heads, findings: [...findings, ...checked], signatures: keys.length > 0 }
}

function keyOf(text: string) {
  try {
    return publicKeyOf(text)
  } catch {
    throw wrongUse('--key 应为 Ed25519 公钥：32 字节，base64；多个用逗号分隔')
  }
}
