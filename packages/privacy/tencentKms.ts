/**
 * Tencent Cloud KMS (腾讯云 密钥管理系统) as the key service: `Encrypt` and `Decrypt` of its JSON API, version 2019-01-18.
 * The endpoint may be that of a government's own cloud; the key may be one of SM4.
 */
import { askKeyService, type FaultOf, fieldOf, type KeyTiming } from './keyRequest.ts'
import { type KeyFault, type KeyService, KeyServiceFault } from './keyService.ts'
import { TC3_CONTENT_TYPE, tc3Authorization } from './tc3Signature.ts'

export interface TencentKms {
  readonly endpoint: string
  readonly region: string
  readonly keyId: string
  readonly secretId: string
  readonly secretKey: string
  readonly ca?: string | undefined
  readonly timing?: KeyTiming | undefined
}

const VERSION = '2019-01-18'

export function tencentKms(options: TencentKms, now: () => Date = () => new Date()): KeyService {
  const { endpoint, region, keyId, secretId, secretKey, ca, timing } = options
  const url = new URL('/', endpoint)
  const master = `tencent-kms:${keyId}`

  async function ask(action: 'Encrypt' | 'Decrypt', asked: object, answered: 'CiphertextBlob' | 'Plaintext') {
    const body = JSON.stringify(asked)
    const headers = () => {
      const at = now()
      const signing = { secretId, secretKey, service: 'kms', host: url.host, action, body, at }
      return {
        'content-type': TC3_CONTENT_TYPE,
        host: url.host,
        authorization: tc3Authorization(signing),
        'x-tc-action': action,
        'x-tc-version': VERSION,
        'x-tc-region': region,
        'x-tc-timestamp': String(Math.floor(at.getTime() / 1000)),
      }
    }
    const { json } = await askKeyService(master, { url, headers, body, ca, timing }, faultOf)
    const text = fieldOf(json, 'Response', answered)
    if (typeof text !== 'string') throw new KeyServiceFault('misread', master, `no ${answered}`)
    return text
  }

  const bound = (purpose: string) => ({ EncryptionContext: JSON.stringify({ purpose }) })
  return {
    master: () => master,
    wrap: (plain, purpose) =>
      ask(
        'Encrypt',
        { KeyId: keyId, Plaintext: plain.toString('base64'), ...bound(purpose) },
        'CiphertextBlob',
      ),
    unwrap: async (CiphertextBlob, purpose) =>
      Buffer.from(await ask('Decrypt', { CiphertextBlob, ...bound(purpose) }, 'Plaintext'), 'base64'),
  }
}

/** Its error codes, by how they begin. What is not here is not known to us. */
const codes: readonly (readonly [string, KeyFault])[] = [
  ['AuthFailure', 'denied'],
  ['UnauthorizedOperation', 'denied'],
  ['OperationDenied', 'denied'],
  ['ResourceUnavailable.CmkNotFound', 'unknown-key'],
  ['ResourceNotFound', 'unknown-key'],
  ['InvalidParameterValue.InvalidKeyId', 'unknown-key'],
  // The key is there and switched off: somebody has to switch it on.
  ['ResourceUnavailable', 'sealed'],
  ['RequestLimitExceeded', 'busy'],
  ['LimitExceeded', 'busy'],
  ['InternalError', 'unreachable'],
  ['InvalidParameter', 'cannot-open'],
  ['FailedOperation', 'cannot-open'],
]

/** Faults come with status 200. */
const faultOf: FaultOf = ({ status, json }) => {
  const said = fieldOf(json, 'Response')
  if (status !== 200) return { fault: status === 429 ? 'busy' : 'unreachable', said: String(status) }
  if (said === null || typeof said !== 'object') return { fault: 'misread', said: 'no Response' }
  if (fieldOf(said, 'Error') === undefined) return null
  const told = fieldOf(said, 'Error', 'Code')
  const code = typeof told === 'string' && /^[\w.]{1,80}$/.test(told) ? told : 'no code'
  return { fault: codes.find(([begins]) => code.startsWith(begins))?.[1] ?? 'misread', said: code }
}
