/** How Tencent Cloud's API has a request signed (TC3-HMAC-SHA256): by a key derived for the day and the service, over
 *  method, three headers and the body's hash. */
import { createHash, createHmac } from 'node:crypto'

export interface Tc3Request {
  readonly secretId: string
  readonly secretKey: string
  readonly service: string
  readonly host: string
  readonly action: string
  readonly body: string
  readonly at: Date
}
export const TC3_CONTENT_TYPE = 'application/json; charset=utf-8'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()

/** What is hashed and signed. */
export function tc3ToSign({ service, host, action, body, at }: Omit<Tc3Request, 'secretId' | 'secretKey'>) {
  const signed = 'content-type;host;x-tc-action'
  const canonical = [
    ...['POST', '/', ''],
    ...[`content-type:${TC3_CONTENT_TYPE}`, `host:${host}`, `x-tc-action:${action.toLowerCase()}`, ''],
    ...[signed, sha256(body)],
  ].join('\n')
  const date = at.toISOString().slice(0, 10)
  const scope = `${date}/${service}/tc3_request`
  const seconds = Math.floor(at.getTime() / 1000)
  return { date, scope, signed, text: ['TC3-HMAC-SHA256', seconds, scope, sha256(canonical)].join('\n') }
}

export const tc3SigningKey = (secretKey: string, date: string, service: string): Buffer =>
  hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')

/** The value of `Authorization`. */
export function tc3Authorization(request: Tc3Request): string {
  const { date, scope, signed, text } = tc3ToSign(request)
  const signature = hmac(tc3SigningKey(request.secretKey, date, request.service), text).toString('hex')
  return `TC3-HMAC-SHA256 Credential=${request.secretId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`
}
