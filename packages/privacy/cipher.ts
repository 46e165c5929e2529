/**
 * AES-256-GCM with a key per person and per case. A sealed value is nonce ‖ tag ‖ ciphertext; the owner's id is
 * authenticated with it, so a row cannot be moved to another person unseen.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

const NONCE = 12
const TAG = 16

export function seal(key: Buffer, owner: string, plain: Buffer | string): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner))
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext])
}

/** Throws when the key is not the one, or the value or its owner was changed. */
export function unseal(key: Buffer, owner: string, sealed: Buffer): Buffer {
  // Without the length a tag cut to four bytes would pass, which is few enough to guess.
  const whole = { authTagLength: TAG }
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), whole)
  decipher.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()])
}

export const newKey = (): Buffer => randomBytes(32)
export const keyedHash = (key: Buffer, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest()
