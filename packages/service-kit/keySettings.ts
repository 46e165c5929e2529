/** The settings that say where the master key is: in a setting or a file of one's own, in HashiCorp Vault, or in Tencent
 *  Cloud's key management. `keyService.ts` reads them. */
import { isIP } from 'node:net'
import { z } from 'zod'

/** A token must not cross a network in the clear. */
const safeUrl = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.username !== '' || url.password !== '') return false
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isHere = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
  return url.protocol === 'https:' || (url.protocol === 'http:' && isHere)
}, 'must be an https:// URL without a password in it (http:// only on this machine)')
const word = z.string().regex(/^[^\s]{1,512}$/, 'must not have spaces in it')
const path = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'must be a path of letters and digits, without / at the ends')
const file = z.string().min(1)

export const keySettings = {
  KEY_SERVICE: { schema: z.enum(['local', 'vault', 'tencent-kms']).default('local'), example: 'vault' },
  MASTER_KEY: {
    schema: z
      .string()
      .refine((key) => Buffer.from(key, 'base64').length === 32, 'must be 32 bytes in base64')
      .optional(),
    example: Buffer.alloc(32, 7).toString('base64'),
  },
  /** Read again while services run, so that the key in it may be exchanged. */
  MASTER_KEY_FILE: { schema: file.optional(), example: '/run/secrets/master_key' },
  /** Those that have a name in Vault's own tools have it here. */
  VAULT_ADDR: { schema: safeUrl.optional(), example: 'https://vault.example.gov.cn:8200' },
  VAULT_TOKEN: { schema: word.optional(), example: 'hvs.CAES…' },
  VAULT_TOKEN_FILE: { schema: file.optional(), example: '/run/secrets/vault_token' },
  VAULT_NAMESPACE: { schema: path.optional(), example: 'women/changzhou' },
  /** PEM of the authority that signed its certificate, when it is none of the system's. */
  VAULT_CACERT: { schema: file.optional(), example: '/certs/vault-ca.pem' },
  VAULT_TRANSIT_MOUNT: { schema: path.default('transit'), example: 'transit' },
  VAULT_TRANSIT_KEY: { schema: path.default('jiahe'), example: 'jiahe' },
  KMS_ENDPOINT: {
    schema: safeUrl.default('https://kms.tencentcloudapi.com'),
    example: 'https://kms.tencentcloudapi.com',
  },
  KMS_REGION: { schema: word.optional(), example: 'ap-nanjing' },
  KMS_KEY_ID: { schema: word.optional(), example: '93866e69-9755-11ef-8e65-52540089bc41' },
  KMS_SECRET_ID: { schema: word.optional(), example: 'AKIDEXAMPLE' },
  KMS_SECRET_KEY: { schema: word.optional(), example: 'a-long-secret' },
  KMS_CACERT: { schema: file.optional(), example: '/certs/kms-ca.pem' },
} as const
