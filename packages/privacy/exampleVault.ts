/** A vault on a database of its own for a test, and made-up identity numbers (area 999000). */
import { checkDigit } from '@jiahe/domain/idNumber.ts'
import { testDatabase } from '@jiahe/testing/database.ts'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Test } from 'tap'
import { type Keyring, openKeyring } from './keyring.ts'
import type { KeyService } from './keyService.ts'
import { localKeys } from './localKeys.ts'
import { migrateVault, type VaultDb, type VaultTables } from './schema.ts'

export const masterKeyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64')
export const localKeysOf = (byte: number): KeyService => localKeys(() => masterKeyOf(byte))

export interface ExampleVault {
  readonly db: VaultDb
  readonly keyring: Keyring
}
const open = (connectionString: string): VaultDb =>
  new Kysely<VaultTables>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, max: 4 }) }),
  })

async function makeVault(url: string): Promise<void> {
  const db = open(url)
  await migrateVault(db)
  await db.destroy()
}

export async function exampleVault(t: Test): Promise<ExampleVault> {
  const db = open(await testDatabase(t, { name: 'vault', make: makeVault }))
  t.teardown(() => db.destroy())
  return { db, keyring: await openKeyring(db, localKeysOf(1)) }
}

/** The valid number of the n-th made-up person. */
export function numberOf(n: number): string {
  const first = `99900019900307${String(n).padStart(3, '0')}`
  return first + checkDigit(first)
}
/** The same with a check digit that is wrong. */
export const faultyNumberOf = (n: number): string => {
  const number = numberOf(n)
  return number.slice(0, 17) + (number.endsWith('5') ? '6' : '5')
}
