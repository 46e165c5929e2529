/** `jiahe import`: a bureau's file into the intake, and what became of every row. */
import { columnsOf, type FileKind, fileKinds } from '@jiahe/domain/fileColumns.ts'
import { notRunning, running } from './connection.ts'
import { importInto } from './importInto.ts'
import { contentOf, readLocal } from './localFile.ts'
import { type ExitCode, wrongUse } from './outcome.ts'
import { inWords } from './reasons.ts'

export interface ImportOptions {
  readonly kind: string
  readonly key?: string
  readonly to?: string
  readonly json?: boolean
}

export async function importFile(path: string, options: ImportOptions): Promise<ExitCode> {
  const { kind, json = false } = options
  if (!isKind(kind)) throw wrongUse(`--kind 应为 ${fileKinds.join(' 或 ')}，不能是 ${kind}`)
  const bytes = contentOf(path)
  const { to, key } = intakeOf(options)
  const url = new URL(`v1/imports?kind=${kind}`, to)
  const file = await readLocal(path, bytes, columnsOf(kind))
  return importInto(file, { url, headers: { authorization: `Bearer ${key}` }, inWords, json })
}

const isKind = (kind: string): kind is FileKind => fileKinds.some((known) => known === kind)

/** The key of this machine's intake goes to no other address. */
function intakeOf({ to, key }: ImportOptions): { to: URL; key: string } {
  const here = to === undefined || key === undefined ? running() : null
  const address = to ?? here?.intakeUrl
  if (address === undefined) throw notRunning()
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    throw wrongUse('--to 应为接入服务的地址，如 http://127.0.0.1:8081')
  const url = new URL(address.endsWith('/') ? address : `${address}/`)
  const own = here && new URL(here.intakeUrl).origin === url.origin ? here.intakeKey : undefined
  const secret = key ?? own
  if (secret === undefined) throw wrongUse('须用 --key 给出此地址的接入密钥（jiahe key add 可生成）')
  if (!/^[\x21-\x7e]+$/.test(secret)) throw wrongUse('--key 不是接入密钥')
  return { to: url, key: secret }
}
