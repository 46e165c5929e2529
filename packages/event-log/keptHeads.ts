/**
 * Where signed heads are kept: a row each, which the database refuses to change, and a file each in a folder that is best
 * on another machine. A head that only the folder has was taken out of the database.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import { type QueryExecutorProvider, sql } from 'kysely'
import type { Head, HeadFinding } from './signedHead.ts'

/** A head with how far the log had been read for it. */
export interface KeptHead {
  readonly head: Head
  readonly position: string
}

export async function lastHead(db: QueryExecutorProvider): Promise<KeptHead | null> {
  const { rows } = await sql<{ head: string; position: string }>`
    SELECT head, position FROM log.signed_head ORDER BY n DESC LIMIT 1`.execute(db)
  return rows[0] ? { head: JSON.parse(rows[0].head), position: rows[0].position } : null
}

/** False when another process was first: its head stands. */
export async function keepHead(db: QueryExecutorProvider, { head, position }: KeptHead): Promise<boolean> {
  const { rows } = await sql`INSERT INTO log.signed_head (n, day, position, head)
    VALUES (${head.n}, ${head.day}, ${position}, ${canonicalJson(head)}) ON CONFLICT DO NOTHING RETURNING n`.execute(
    db,
  )
  return rows.length === 1
}

export async function headsOfDatabase(db: QueryExecutorProvider): Promise<Head[]> {
  const { rows } = await sql<{ head: string }>`SELECT head FROM log.signed_head ORDER BY n`.execute(db)
  return rows.map(({ head }) => JSON.parse(head))
}

const FILE = /^head-(\d{6})-\d{4}-\d\d-\d\d\.json$/
const fileOf = ({ n, day }: Head): string => `head-${String(n).padStart(6, '0')}-${day}.json`

/** Writes those that are not there; what is there is never written over. Whole files only. */
export function writeHeads(folder: string, heads: readonly Head[]): void {
  mkdirSync(folder, { recursive: true })
  for (const head of heads) {
    const file = join(folder, fileOf(head))
    if (existsSync(file)) continue
    writeFileSync(`${file}.part`, canonicalJson(head))
    renameSync(`${file}.part`, file)
  }
}

export function headsOfFolder(folder: string): Head[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => FILE.test(name))
  return names.sort().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
}

/** Both together. Where they differ the folder is believed, and the difference said. */
export function joinHeads(
  database: readonly Head[],
  folder: readonly Head[],
): { readonly heads: readonly Head[]; readonly findings: readonly HeadFinding[] } {
  const heads = new Map(database.map((head) => [head.n, head]))
  const findings: HeadFinding[] = []
  for (const head of folder) {
    const kept = heads.get(head.n)
    if (!kept) findings.push({ reason: 'head-missing', at: head.day })
    else if (canonicalJson(kept) !== canonicalJson(head))
      findings.push({ reason: 'head-forged', at: head.day })
    heads.set(head.n, head)
  }
  return { heads: [...heads.values()].sort((a, b) => a.n - b.n), findings }
}
