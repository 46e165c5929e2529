/** What the API tells of accounts. */
import type { Role } from './shapes.ts'

export interface AccountItem {
  readonly id: string
  readonly username: string
  readonly role: Role
  readonly federation: string
  readonly disabled: boolean
  /** `one-time`: given and not changed yet; `over`: and no longer good. */
  readonly password: 'own' | 'one-time' | 'over'
  readonly hasOwnNumber: boolean
  readonly addedAt: string
  readonly usedAt: string | null
}
/** In the answer to whoever made it, once. */
export interface OneTimePassword {
  readonly oneTimePassword: string
  readonly oneTimeUntil: string
}
export type ActedAccount = AccountItem & Partial<OneTimePassword>
export interface FederationGap {
  readonly federation: string
  readonly name: string | null
}
