/** Messages as Standard Webhooks 1.0 has them signed: HMAC-SHA256 over id, time and body, so that a receiver checks
 *  them with the library that it has for everybody's. */
import { createHash, createHmac, randomBytes } from 'node:crypto'

/** What both sides know. At least 24 bytes, says the standard. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** The same for the same content of the same change, however often it is tried: who has seen it may pass it over. */
export function messageId(webhookId: string, subject: string, change: string, body: string): string {
  const told = JSON.stringify([webhookId, subject, change, body])
  return `msg_${createHash('sha256').update(told).digest('base64url').slice(0, 32)}`
}

/** The headers of one try at one moment. */
export function signedHeaders(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
