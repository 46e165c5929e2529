/** The keys of sending systems. A source may have several, so that a key is changed without a gap: the new one is added, the
 *  sender changes over, the old one is removed. */
import { type AccountDb, digest } from './accounts.ts'

/** Lets whoever holds the key speak for the source. A source may have several, to change them without a gap. */
export async function addIntakeKey(db: AccountDb, source: string, key: string): Promise<void> {
  const row = { key_hash: digest(key), source }
  await db
    .insertInto('account.intake_key')
    .values(row)
    .onConflict((c) => c.column('key_hash').doUpdateSet({ source }))
    .execute()
}

/** The source that a key speaks for; null when it is unknown. Found keys are remembered for a minute. */
export function intakeKeys(db: AccountDb): (key: string) => Promise<string | null> {
  const seen = new Map<string, { source: string; until: number }>()
  return async (key) => {
    const key_hash = digest(key)
    const name = key_hash.toString('hex')
    const known = seen.get(name)
    if (known && known.until > Date.now()) return known.source
    const row = await db
      .selectFrom('account.intake_key')
      .select('source')
      .where('key_hash', '=', key_hash)
      .executeTakeFirst()
    if (!row) return null
    seen.set(name, { source: row.source, until: Date.now() + 60_000 })
    return row.source
  }
}
