/** Free text – narratives, addresses, notes – sealed with the key of its case; the log carries only its id. */
import { seal, unseal } from './cipher.ts'
import type { Keyring, VaultReader } from './keyring.ts'

export interface CaseText {
  readonly textId: string
  readonly caseId: string
  readonly text: string
}

/** Throws (SQLSTATE 23505) when one of the ids is taken: a text is never replaced. */
export async function putTexts(db: VaultReader, keyring: Keyring, texts: readonly CaseText[]): Promise<void> {
  if (texts.length === 0) return
  const keys = await keyring.caseKeysToWrite(
    db,
    texts.map((t) => t.caseId),
  )
  const rows = texts.map(({ textId, caseId, text }) => ({
    text_id: textId,
    case_id: caseId,
    sealed: seal(keys.get(caseId)!, textId, text),
  }))
  await db.insertInto('vault.text').values(rows).execute()
}

/** The texts that can still be opened, by id. */
export async function readTexts(
  db: VaultReader,
  keyring: Keyring,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('vault.text')
    .selectAll()
    .where('text_id', 'in', [...ids])
    .execute()
  const keys = await keyring.caseKeys(
    db,
    rows.map((row) => row.case_id),
  )
  return new Map(
    rows.flatMap(({ text_id, case_id, sealed }) => {
      const key = keys.get(case_id)
      return key ? [[text_id, unseal(key, text_id, sealed).toString()] as const] : []
    }),
  )
}
