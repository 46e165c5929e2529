/**
 * For tests: an HTTP server that speaks the part of Vault's documented API that we use, and no Vault. Transit's `encrypt`
 * and `decrypt` with versions and associated data, tokens, namespaces, and the answers of a Vault that is sealed, that
 * limits rates, or that refuses.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'
import { seal, unseal } from './cipher.ts'

export interface ExampleVaultServer {
  readonly address: string
  readonly token: string
  /** What it is asked, as `POST /v1/transit/encrypt/jiahe`. */
  readonly asked: string[]
  /** The next answers, instead of its own. */
  readonly next: { readonly status: number; readonly errors: readonly string[] }[]
  sealed: boolean
  /** Takes requests and never answers. */
  silent: boolean
  /** As `vault write -f transit/keys/jiahe/rotate`. */
  rotate(): void
}

export async function exampleVaultServer(
  t: Test,
  tls?: { readonly key: string; readonly cert: string },
  namespace?: string,
): Promise<ExampleVaultServer> {
  const versions = [randomBytes(32)]
  const respond = async (request: IncomingMessage, body: string) => {
    const given = vault.next.shift()
    if (given) return given
    if (vault.sealed) return { status: 503, errors: ['Vault is sealed'] }
    if (request.headers['x-vault-token'] !== vault.token)
      return { status: 403, errors: ['permission denied'] }
    if (request.headers['x-vault-namespace'] !== namespace)
      return { status: 404, errors: ['no handler for route "transit/encrypt/jiahe". route entry not found.'] }
    const verb = /^\/v1\/transit\/(encrypt|decrypt)\/jiahe$/.exec(request.url ?? '')?.[1]
    if (!verb) return { status: 400, errors: ['encryption key not found'] }
    return answerOf(verb, JSON.parse(body), versions)
  }
  const serve = async (request: IncomingMessage) => {
    vault.asked.push(`${request.method} ${request.url}`)
    return respond(request, await text(request))
  }
  const server = (tls ? createTlsServer(tls) : createServer()).on('request', async (request, response) => {
    const { status, ...rest } = await serve(request)
    if (vault.silent) return
    const about = { request_id: 'a', lease_id: '', renewable: false, lease_duration: 0, wrap_info: null }
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(status === 200 ? { ...about, ...rest } : rest))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const vault: ExampleVaultServer = {
    address: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    token: `hvs.${randomBytes(12).toString('hex')}`,
    asked: [],
    next: [],
    sealed: false,
    silent: false,
    rotate: () => void versions.push(randomBytes(32)),
  }
  return vault
}

interface Asked {
  readonly plaintext?: string
  readonly ciphertext?: string
  readonly associated_data?: string
}

function answerOf(
  verb: string,
  { plaintext, ciphertext, associated_data = '' }: Asked,
  versions: readonly Buffer[],
) {
  if (verb === 'encrypt') {
    const made = seal(versions.at(-1)!, associated_data, Buffer.from(plaintext!, 'base64'))
    const data = {
      ciphertext: `vault:v${versions.length}:${made.toString('base64')}`,
      key_version: versions.length,
    }
    return { status: 200, data }
  }
  const [, version, made] = /^vault:v(\d+):(.+)$/.exec(ciphertext!) ?? []
  if (!version) return { status: 400, errors: ['invalid ciphertext: no prefix'] }
  try {
    const plain = unseal(versions[Number(version) - 1]!, associated_data, Buffer.from(made!, 'base64'))
    return { status: 200, data: { plaintext: plain.toString('base64') } }
  } catch {
    return { status: 400, errors: ['cipher: message authentication failed'] }
  }
}
