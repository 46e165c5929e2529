import { randomBytes } from 'node:crypto'
import { generate } from 'selfsigned'
import t, { type Test } from 'tap'
import { type ExampleKmsServer, exampleKmsServer } from './exampleKmsServer.ts'
import { type ExampleVaultServer, exampleVaultServer } from './exampleVaultServer.ts'
import { type KeyService, passesByItself } from './keyService.ts'
import { localKeys } from './localKeys.ts'
import { tc3Authorization, tc3ToSign } from './tc3Signature.ts'
import { tencentKms } from './tencentKms.ts'
import { vaultTransit } from './vaultTransit.ts'

const timing = { try_ms: 500, tries: 3, pause_ms: 1 }
const vaultOn = ({ address, token }: ExampleVaultServer, own: object = {}): KeyService =>
  vaultTransit({ address, token: () => token, mount: 'transit', key: 'jiahe', timing, ...own })
const kmsOn = ({ endpoint, keyId, secretId, secretKey }: ExampleKmsServer, own: object = {}): KeyService =>
  tencentKms({ endpoint, region: 'ap-nanjing', keyId, secretId, secretKey, timing, ...own })

const makers: Readonly<Record<string, (t: Test) => Promise<KeyService>>> = {
  'a key of one’s own': async () => {
    const key = randomBytes(32).toString('base64')
    return localKeys(() => key)
  },
  'Vault’s transit': async (t) => vaultOn(await exampleVaultServer(t)),
  'Tencent’s KMS': async (t) => kmsOn(await exampleKmsServer(t)),
}

for (const [name, make] of Object.entries(makers)) {
  t.test(`${name}: what it wrapped it opens again, for the same purpose and no other`, async (t) => {
    const [service, other] = [await make(t), await make(t)]
    const key = randomBytes(32)
    const wrapped = await service.wrap(key, 'wrapping key 1')
    t.ok((await service.unwrap(wrapped, 'wrapping key 1')).equals(key))
    t.not(await service.wrap(key, 'wrapping key 1'), wrapped, 'not the same twice')
    await t.rejects(service.unwrap(wrapped, 'wrapping key 2'), {
      name: 'KeyServiceFault',
      fault: 'cannot-open',
    })
    await t.rejects(other.unwrap(wrapped, 'wrapping key 1'), {
      name: 'KeyServiceFault',
      fault: 'cannot-open',
    })
    await t.rejects(service.unwrap(wrapped.replace(/[A-Za-z](?=.{12})/g, 'A'), 'wrapping key 1'), {
      name: 'KeyServiceFault',
      fault: 'cannot-open',
    })
  })

  t.test(
    `${name}: neither what wraps nor what is wrapped is in its name, its faults, or what it wrapped`,
    async (t) => {
      const service = await make(t)
      const key = randomBytes(32)
      const wrapped = await service.wrap(key, 'a')
      const fault = await service.unwrap(wrapped, 'b').catch((error: Error) => error)
      const said = [service.master(), wrapped, String(fault), JSON.stringify(fault), (fault as Error).stack]
      for (const text of said) {
        t.notMatch(text, key.toString('base64').slice(0, 20))
        t.notMatch(text, key.toString('hex').slice(0, 20))
      }
      t.equal(service.master(), service.master())
    },
  )
}

t.test('a key of one’s own is 32 bytes, and may be exchanged while it is in use', async (t) => {
  let text = randomBytes(32).toString('base64')
  const service = localKeys(() => text)
  const before = service.master()
  const wrapped = await service.wrap(randomBytes(32), 'a')
  text = randomBytes(32).toString('base64')
  t.not(service.master(), before)
  await t.rejects(service.unwrap(wrapped, 'a'), { name: 'KeyServiceFault', fault: 'cannot-open' })
  text = 'c2hvcnQ='
  t.throws(() => service.master(), { name: 'KeyServiceFault', fault: 'misread' })
})

t.test(
  'Vault is asked as its documents say, and a version that it rotated to opens like the first',
  async (t) => {
    const server = await exampleVaultServer(t)
    const service = vaultOn(server)
    const key = randomBytes(32)
    const first = await service.wrap(key, 'a')
    server.rotate()
    const second = await service.wrap(key, 'a')
    t.match([first, second], [/^vault:v1:/, /^vault:v2:/])
    t.ok((await service.unwrap(first, 'a')).equals(key))
    t.ok((await service.unwrap(second, 'a')).equals(key))
    t.strictSame(server.asked.slice(0, 3), [
      ...['POST /v1/transit/encrypt/jiahe', 'POST /v1/transit/encrypt/jiahe'],
      'POST /v1/transit/decrypt/jiahe',
    ])
    t.equal(service.master(), 'vault:transit/jiahe')
  },
)

t.test(
  'Vault over TLS is believed by the authority that is named, and in the namespace that is named',
  async (t) => {
    const attributes = [{ name: 'commonName', value: '127.0.0.1' }]
    const { private: key, cert } = await generate(attributes, {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    })
    const server = await exampleVaultServer(t, { key, cert }, 'women/changzhou')
    const namespace = 'women/changzhou'
    const wrapped = await vaultOn(server, { ca: cert, namespace }).wrap(randomBytes(32), 'a')
    t.match(wrapped, /^vault:v1:/)
    await t.rejects(vaultOn(server, { namespace }).wrap(randomBytes(32), 'a'), {
      name: 'KeyServiceFault',
      fault: 'unreachable',
    })
    await t.rejects(vaultOn(server, { ca: cert }).wrap(randomBytes(32), 'a'), {
      name: 'KeyServiceFault',
      fault: 'unknown-key',
      said: '404',
    })
  },
)

t.test(
  'what Vault refuses is not asked again; what passes by itself is, and then it is said which it was',
  async (t) => {
    const server = await exampleVaultServer(t)
    const service = vaultOn(server)
    const wrapped = await service.wrap(randomBytes(32), 'a')
    const cases = [
      [403, 'permission denied', 'denied', 1],
      [404, 'no handler for route', 'unknown-key', 1],
      [400, 'encryption key not found', 'unknown-key', 1],
      [400, 'cipher: message authentication failed', 'cannot-open', 1],
      [429, 'request path "transit/decrypt/jiahe": rate limit quota exceeded', 'busy', 3],
      [412, 'required index state not present', 'busy', 3],
      [503, 'Vault is sealed', 'sealed', 3],
      [500, 'internal error', 'unreachable', 3],
    ] as const
    for (const [status, words, fault, tries] of cases) {
      server.asked.length = 0
      server.next.push(...Array.from({ length: tries }, () => ({ status, errors: [words] })))
      const thrown = await service.unwrap(wrapped, 'a').catch((error: unknown) => error)
      t.match(thrown, { name: 'KeyServiceFault', fault, said: String(status) })
      t.equal(server.asked.length, tries)
      t.equal(passesByItself(thrown), tries > 1)
      t.notMatch(String(thrown), words, 'its words are not passed on')
      t.notMatch(String(thrown), server.token)
    }
    server.next.push({ status: 503, errors: ['Vault is sealed'] })
    t.equal((await service.unwrap(wrapped, 'a')).length, 32, 'one try later it was unsealed')
  },
)

t.test('whatever never answers, answers nonsense or is not there is given up in time', async (t) => {
  const [vault, kms] = [await exampleVaultServer(t), await exampleKmsServer(t)]
  vault.silent = true
  kms.silent = true
  const brief = { timing: { try_ms: 1000, tries: 2, pause_ms: 1 } }
  for (const service of [vaultOn(vault, brief), kmsOn(kms, brief)])
    await t.rejects(service.wrap(randomBytes(32), 'a'), {
      name: 'KeyServiceFault',
      fault: 'unreachable',
      said: 'no answer in time',
    })
  t.equal(vault.asked.length, 2)
  const nobody = { address: 'http://127.0.0.1:1', token: 'x' } as ExampleVaultServer
  await t.rejects(vaultOn(nobody, brief).wrap(randomBytes(32), 'a'), {
    name: 'KeyServiceFault',
    fault: 'unreachable',
    said: 'ECONNREFUSED',
  })
  const kmsElsewhere = { ...kms, endpoint: vault.address }
  vault.silent = false
  await t.rejects(kmsOn(kmsElsewhere, brief).wrap(randomBytes(32), 'a'), { name: 'KeyServiceFault' })
  await t.rejects(vaultOn({ ...vault, address: kms.endpoint }, brief).wrap(randomBytes(32), 'a'), {
    name: 'KeyServiceFault',
  })
})

t.test('the KMS’s codes, which come with status 200, are told apart', async (t) => {
  const server = await exampleKmsServer(t)
  const service = kmsOn(server)
  const wrapped = await service.wrap(randomBytes(32), 'a')
  const cases = [
    ['AuthFailure.SecretIdNotFound', 'denied', 1],
    ['UnauthorizedOperation', 'denied', 1],
    ['ResourceUnavailable.CmkNotFound', 'unknown-key', 1],
    ['ResourceUnavailable.CmkDisabled', 'sealed', 3],
    ['InvalidParameterValue.InvalidCiphertext', 'cannot-open', 1],
    ['RequestLimitExceeded', 'busy', 3],
    ['InternalError', 'unreachable', 3],
    ['SomethingNew', 'misread', 1],
  ] as const
  for (const [code, fault, tries] of cases) {
    server.asked.length = 0
    server.next.push(...Array.from({ length: tries }, () => code))
    await t.rejects(service.unwrap(wrapped, 'a'), { name: 'KeyServiceFault', fault, said: code })
    t.equal(server.asked.length, tries)
  }
  await t.rejects(kmsOn({ ...server, secretKey: 'another' }).wrap(randomBytes(32), 'a'), {
    name: 'KeyServiceFault',
    fault: 'denied',
  })
  await t.rejects(kmsOn({ ...server, keyId: 'another' }).wrap(randomBytes(32), 'a'), {
    name: 'KeyServiceFault',
    fault: 'unknown-key',
  })
})

t.test('a request to Tencent Cloud is signed as in the example of its documents', async (t) => {
  // 签名方法 v3: https://cloud.tencent.com/document/api/213/30654, where the stars are part of what is signed with.
  const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
  const about = { service: 'cvm', host: 'cvm.tencentcloudapi.com', action: 'DescribeInstances', body }
  const at = new Date(1_551_113_065_000)
  t.equal(
    tc3ToSign({ ...about, at }).text,
    [
      ...['TC3-HMAC-SHA256', '1551113065', '2019-02-25/cvm/tc3_request'],
      '7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84',
    ].join('\n'),
  )
  const [secretId, secretKey] = ['AKID********************************', '********************************']
  const signed = tc3Authorization({ ...about, at, secretId, secretKey })
  const signature = '10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f'
  const scope = `${secretId}/2019-02-25/cvm/tc3_request`
  t.equal(
    signed,
    `TC3-HMAC-SHA256 Credential=${scope}, SignedHeaders=content-type;host;x-tc-action, Signature=${signature}`,
  )
})
