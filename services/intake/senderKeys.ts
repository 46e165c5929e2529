/** The keys of senders as they are kept: hashed those that are sent, sealed those that are signed with. */
import type { Keyring } from '@jiahe/privacy/keyring.ts'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import type { AccountDb } from '@jiahe/service-kit/accounts.ts'
import { intakeKeys, seeNonce, signingKeys } from '@jiahe/service-kit/intakeKeys.ts'
import type { SenderKeys } from './sender.ts'

export function senderKeys(accounts: AccountDb, keyring: Keyring, now: () => Date): Omit<SenderKeys, 'now'> {
  const sourceOfSigner = signingKeys(accounts)
  const vault = accounts as unknown as VaultDb
  return {
    sourceOfKey: intakeKeys(accounts),
    async signingKey(id) {
      const source = await sourceOfSigner(id)
      const secret = source === null ? null : await keyring.openSecret(vault, id)
      return source === null || secret === null ? null : { source, secret }
    },
    seeNonce: (keyId, nonce, kept_ms) => seeNonce(accounts, keyId, nonce, now(), kept_ms),
  }
}
