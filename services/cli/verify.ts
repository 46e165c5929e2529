/**
 * `jiahe verify`: proves what is shown. Every stream's hash chain, positions without a gap where the log counts its
 * events, every deadline and grade as its history gives it and no deadline that passed in silence, every read model equal
 * to a fresh fold and none of its streams parked, every alert with its callback. Changes nothing.
 */
import { type Head, headVerifier } from '@jiahe/event-log/signedHead.ts'
import { CannotFold } from '@jiahe/read-models/beside.ts'
import { queryCoverage } from '@jiahe/read-models/callbackCoverage.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import { checkSums } from '@jiahe/read-models/keepSums.ts'
import { checkModels } from '@jiahe/read-models/rebuild.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import { brokenLooks } from '@jiahe/service-kit/accessChain.ts'
import type { AccessDb } from '@jiahe/service-kit/accessTable.ts'
import { sql } from 'kysely'
import { withStore } from './connection.ts'
import type { ExitCode } from './outcome.ts'
import { progress } from './progress.ts'
import { type HeadOptions, provedHeads } from './provedHeads.ts'
import { foldOptions, type ReadStore } from './rebuild.ts'
import { type DecisionFinding, verifyDecisions } from './verifyDecisions.ts'
import { type LogFinding, type LogProof, logProof, type VerifiedLog } from './verifyLog.ts'

export interface Finding {
  readonly check:
    | LogFinding['check']
    | DecisionFinding['check']
    | 'looks'
    | 'read-model'
    | 'parked'
    | 'coverage'
  readonly reason: string
  /** Stream and revision, position, model or table. */
  readonly at: string
}
interface Verified extends VerifiedLog {
  readonly tables: number
  readonly alerts: number
  /** How many heads were signed, until when, and whether their signatures were looked at. */
  readonly heads: number
  readonly signedUntil: string | null
  readonly signatures: boolean
  readonly findings: readonly Finding[]
}

const signedUntil = (heads: readonly Head[], signatures: boolean) => ({
  ...{ heads: heads.length, signedUntil: heads.at(-1)?.day ?? null, signatures },
})

export async function verify({
  json = false,
  ...options
}: HeadOptions & { readonly json?: boolean }): Promise<ExitCode> {
  const verified = await withStore(async (store: ReadStore): Promise<Verified> => {
    const { heads, signatures, ...signed } = await provedHeads(store.db, options)
    const bar = progress('核对历史', '事件')
    const proof = await logProof(store.log, headVerifier(heads, await store.log.identity()), bar)
    const models = await verifyReadModels(store, proof)
    const { timed, ...log } = await proof.finished()
    bar.end()
    const deadlines = await verifyDecisions(store.log, timed, store.city, new Date())
    const coverage = await queryCoverage(store.db, { region: null, from: null, to: null, at: new Date() })
    const findings = [
      ...log.findings,
      ...signed.findings.map((found) => ({ check: 'head', ...found }) as const),
      ...(await verifyLooks(store.db, heads)),
      ...deadlines,
      ...models.findings,
      ...(await parkedStreams(store.db)),
      ...(coverage.missing === 0
        ? []
        : [{ check: 'coverage', reason: 'missing-callback', at: String(coverage.missing) } as const]),
    ]
    return { ...log, ...models, ...signedUntil(heads, signatures), alerts: coverage.alerts, findings }
  })
  if (json) console.log(JSON.stringify(verified))
  else tell(verified)
  return verified.findings.length === 0 ? 0 : 1
}

/** The record of who looked at whom: each account's day a chain, its end as the heads have it. */
async function verifyLooks(db: ReadDb, heads: readonly Head[]): Promise<Finding[]> {
  const findings: Finding[] = []
  const signed = heads.flatMap(({ looks = [] }) => looks)
  for await (const { reason, at } of brokenLooks(db as unknown as AccessDb, {}, signed))
    findings.push({ check: 'looks', reason: `look-${reason}`, at })
  return findings
}

async function verifyReadModels(
  store: ReadStore,
  { read }: LogProof,
): Promise<{ tables: number; findings: Finding[] }> {
  const findings: Finding[] = []
  let tables = 0
  for (const outcome of await checkModels(readModels, { ...foldOptions(store), read })) {
    if (outcome instanceof CannotFold) {
      findings.push({ check: 'read-model', reason: 'cannot-be-folded', at: outcome.model })
      continue
    }
    for (const { table, equal } of outcome.tables) {
      tables++
      if (equal) continue
      const reason = equal === null ? 'not-built' : 'differs-from-history'
      findings.push({ check: 'read-model', reason, at: `${outcome.model}.${table}` })
    }
  }
  for (const at of await checkSums(store.db))
    findings.push({ check: 'read-model', reason: 'differs-from-history', at })
  return { tables, findings }
}

async function parkedStreams(db: ReadDb): Promise<Finding[]> {
  const { rows } = await sql<{ model: string; stream: string }>`
    SELECT model, stream FROM projector.parked ORDER BY model, stream`.execute(db)
  return rows.map(({ model, stream }) => ({ check: 'parked', reason: model, at: stream }))
}

const words: Readonly<Record<string, string>> = {
  gap: '位置不连续',
  'cut-off': '末尾的事件缺失，应到位置',
  'wrong-revision': '事件缺失或重复',
  'wrong-hash': '前一事件已被改动',
  'clock-went-back': '记录时间倒退',
  'other-deadline': '时限与历史推算不符',
  'other-policy': '所用制度版本与当时生效的不符',
  'other-model': '分级所用模型与当时生效的不符',
  'other-grade': '分级与历史推算不符',
  'not-recorded': '时限已过而未登记逾期',
  'not-missed': '登记了逾期，但历史中并未逾期',
  'missed-otherwise': '逾期登记的内容或时间与历史不符',
  'not-built': '尚未建立',
  'differs-from-history': '与历史不符，可运行 jiahe rebuild 修复',
  'cannot-be-folded': '有事件无法重算',
  'missing-callback': '没有安排回访的警情数',
  'head-missing': '日终签名缺失',
  'head-forged': '日终签名不符',
  changed: '与日终签名时的事件不同',
  removed: '日终签名时尚有此流',
  reordered: '事件次序与日终签名时不同',
  'look-changed': '查看记录已被改动',
  'look-cut-off': '查看记录缺失',
  'look-removed': '此账号当日的查看记录缺失',
}

const FINDINGS_TOLD = 50

function sayOfHeads({ heads, signedUntil, signatures }: Verified): string {
  if (heads === 0) return '尚无日终签名：末尾的事件或整条流缺失无从发现。'
  const unproved = signatures ? '' : '；未提供公钥，未核对签名本身'
  return `日终签名 ${heads} 份，至 ${signedUntil}${unproved}。此后的事件只由哈希链证明。`
}

function tell(verified: Verified): void {
  const { events, streams, gapless, tables, alerts, findings } = verified
  console.log(`${events} 个事件，${streams} 条流，${tables} 张读模型表，${alerts} 起警情。`)
  console.log(sayOfHeads(verified))
  const proved = `${gapless ? '位置连续，' : ''}哈希链完整，查看记录完整，时限和分级与历史一致，读模型与历史一致，回访无遗漏`
  if (findings.length === 0) console.log(`全部核对无误：${proved}。`)
  else console.log(`发现 ${findings.length} 处问题：`)
  for (const { check, reason, at } of findings.slice(0, FINDINGS_TOLD))
    console.log(`  ${check === 'parked' ? `${reason} 停在此流` : (words[reason] ?? reason)}  ${at}`)
  if (findings.length > FINDINGS_TOLD) console.log('  ……其余用 --json 查看')
}
