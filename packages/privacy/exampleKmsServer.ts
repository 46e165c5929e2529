/**
 * For tests: an HTTP server that speaks the part of Tencent Cloud KMS's documented API that we use (`Encrypt`, `Decrypt`,
 * version 2019-01-18), and no KMS. It checks the signature of every request, and tells faults as theirs does: status 200,
 * with a code.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'
import { seal, unseal } from './cipher.ts'
import { tc3Authorization } from './tc3Signature.ts'

export interface ExampleKmsServer {
  readonly endpoint: string
  readonly keyId: string
  readonly secretId: string
  readonly secretKey: string
  readonly asked: string[]
  /** The codes of the next faults. */
  readonly next: string[]
  silent: boolean
}

export async function exampleKmsServer(t: Test): Promise<ExampleKmsServer> {
  const key = randomBytes(32)
  const server = createServer(async (request, response) => {
    const body = await text(request)
    kms.asked.push(String(request.headers['x-tc-action']))
    if (kms.silent) return
    const said = { ...answerOf(request, body), RequestId: 'ed93f3cb-f35e-473f-b9f3-0d451b8b79c6' }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ Response: said }))
  })
  const fault = (Code: string) => ({ Error: { Code, Message: 'what it says is never read' } })

  function answerOf({ headers }: IncomingMessage, body: string): object {
    const given = kms.next.shift()
    if (given) return fault(given)
    const at = new Date(Number(headers['x-tc-timestamp']) * 1000)
    if (Math.abs(Date.now() - at.getTime()) > 300_000) return fault('AuthFailure.SignatureExpire')
    const { secretId, secretKey } = kms
    const action = String(headers['x-tc-action'])
    const signing = { secretId, secretKey, service: 'kms', host: headers.host!, action, body, at }
    if (headers.authorization !== tc3Authorization(signing)) return fault('AuthFailure.SignatureFailure')
    if (headers['x-tc-version'] !== '2019-01-18') return fault('InvalidAction')
    const { KeyId = kms.keyId, Plaintext, CiphertextBlob, EncryptionContext = '' } = JSON.parse(body)
    if (KeyId !== kms.keyId) return fault('ResourceUnavailable.CmkNotFound')
    if (action === 'Encrypt') {
      const made = seal(key, EncryptionContext, Buffer.from(Plaintext, 'base64')).toString('base64')
      return { CiphertextBlob: `${made}-k-${kms.keyId}`, KeyId }
    }
    try {
      const [made = ''] = String(CiphertextBlob).split('-k-')
      const plain = unseal(key, EncryptionContext, Buffer.from(made, 'base64'))
      return { Plaintext: plain.toString('base64'), KeyId }
    } catch {
      return fault('InvalidParameterValue.InvalidCiphertext')
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const kms: ExampleKmsServer = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keyId: '93866e69-9755-11ef-8e65-52540089bc41',
    secretId: 'AKIDEXAMPLE',
    secretKey: randomBytes(16).toString('hex'),
    asked: [],
    next: [],
    silent: false,
  }
  return kms
}
