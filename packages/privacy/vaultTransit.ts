/**
 * HashiCorp Vault (or OpenBao, which speaks the same) as the key service: `encrypt` and `decrypt` of the transit secrets
 * engine. The master key never leaves Vault. What was wrapped says its version (`vault:v1:…`), so Vault may rotate its
 * key by itself; the next `jiahe key rotate-master` wraps by the newest.
 */
import { askKeyService, type FaultOf, fieldOf, type KeyTiming } from './keyRequest.ts'
import { type KeyService, KeyServiceFault } from './keyService.ts'

export interface VaultTransit {
  readonly address: string
  /** Asked each time: an agent beside us may renew the file that it is in. */
  readonly token: () => string
  readonly namespace?: string | undefined
  readonly mount: string
  readonly key: string
  readonly ca?: string | undefined
  readonly timing?: KeyTiming | undefined
}

export function vaultTransit({
  address,
  token,
  namespace,
  mount,
  key,
  ca,
  timing,
}: VaultTransit): KeyService {
  const master = `vault:${namespace === undefined ? '' : `${namespace}/`}${mount}/${key}`

  async function ask(verb: 'encrypt' | 'decrypt', body: object, answered: 'ciphertext' | 'plaintext') {
    const url = new URL(`${address.replace(/\/+$/, '')}/v1/${mount}/${verb}/${encodeURIComponent(key)}`)
    const headers = () => ({
      'content-type': 'application/json',
      'x-vault-token': tokenOr(token, master),
      // An agent of Vault's can be told to refuse what does not say so.
      'x-vault-request': 'true',
      ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
    })
    const { json } = await askKeyService(
      master,
      { url, headers, body: JSON.stringify(body), ca, timing },
      faultOf,
    )
    const text = fieldOf(json, 'data', answered)
    if (typeof text !== 'string') throw new KeyServiceFault('misread', master, `no ${answered}`)
    return text
  }

  const bound = (purpose: string) => ({ associated_data: Buffer.from(purpose).toString('base64') })
  return {
    master: () => master,
    async wrap(plain, purpose) {
      const wrapped = await ask(
        'encrypt',
        { plaintext: plain.toString('base64'), ...bound(purpose) },
        'ciphertext',
      )
      if (!/^vault:v\d+:/.test(wrapped)) throw new KeyServiceFault('misread', master, 'no version')
      return wrapped
    },
    unwrap: async (ciphertext, purpose) =>
      Buffer.from(await ask('decrypt', { ciphertext, ...bound(purpose) }, 'plaintext'), 'base64'),
  }
}

function tokenOr(token: () => string, master: string): string {
  try {
    return token()
  } catch {
    throw new KeyServiceFault('denied', master, 'the token file cannot be read')
  }
}

/** By status, as Vault's API documents them. Its words are read for two cases that share one, and never passed on. */
const faultOf: FaultOf = ({ status, json }) => {
  if (status === 200) return null
  const said = String(status)
  const words = JSON.stringify(fieldOf(json, 'errors') ?? '')
  if (status === 403 || status === 401) return { fault: 'denied', said }
  // No such mount; with a key that is not there `decrypt` says 400.
  if (status === 404 || (status === 400 && /key not found/i.test(words)))
    return { fault: 'unknown-key', said }
  if (status === 400) return { fault: 'cannot-open', said }
  if (status === 503) return { fault: 'sealed', said }
  // 412: a standby has not caught up yet. 429: a quota, or a standby. 472, 473: a standby.
  if ([412, 429, 472, 473].includes(status)) return { fault: 'busy', said }
  return { fault: status >= 500 ? 'unreachable' : 'misread', said }
}
