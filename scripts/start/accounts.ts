/**
 * The accounts that a start on one machine makes: one for the city, for every district and every township, and
 * one each for analyst, statistician, auditor and administrator, all with one password; and the intake key of the police.
 */
import type { Regions } from '@jiahe/domain/regions.ts'
import { type AccountDb, hashPassword, putAccount, type Role } from '@jiahe/service-kit/accounts.ts'
import { addIntakeKey } from '@jiahe/service-kit/intakeKeys.ts'

export interface DemoAccount {
  readonly username: string
  readonly role: Role
  readonly federation: string
}

export const demoSource = 'psb-changzhou'

export function demoAccounts(city: string, regions: Regions): DemoAccount[] {
  const districts = regions.children(city)
  const townships = districts.flatMap((district) => regions.children(district))
  return [
    { username: 'city', role: 'dispatcher', federation: city },
    ...districts.map((code) => of('district', 'district-officer', code)),
    ...townships.map((code) => of('township', 'mediator', code)),
    { username: 'analyst', role: 'analyst', federation: city },
    { username: 'statistician', role: 'statistician', federation: city },
    { username: 'auditor', role: 'auditor', federation: city },
    { username: 'admin', role: 'administrator', federation: city },
  ]
}

const of = (kind: string, role: Role, federation: string): DemoAccount => ({
  username: `${kind}-${federation}`,
  role,
  federation,
})

export async function makeAccounts(
  db: AccountDb,
  accounts: readonly DemoAccount[],
  password: string,
  intakeKey: string,
): Promise<void> {
  const password_hash = await hashPassword(password)
  for (const account of accounts) await putAccount(db, { ...account, password_hash })
  await addIntakeKey(db, demoSource, intakeKey)
}
