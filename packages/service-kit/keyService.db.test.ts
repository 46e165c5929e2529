import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exampleKmsServer } from '@jiahe/privacy/exampleKmsServer.ts'
import { exampleVault, masterKeyOf } from '@jiahe/privacy/exampleVault.ts'
import { exampleVaultServer } from '@jiahe/privacy/exampleVaultServer.ts'
import { admitMaster, rotate } from '@jiahe/privacy/rotation.ts'
import t from 'tap'
import { keyringOf, keyServiceOf, settingAtFault } from './keyService.ts'
import { readSettings } from './settings.ts'

const folder = t.testdir({ 'short-key': 'c2hvcnQ=', 'master-key': masterKeyOf(3), token: 'hvs.a' })
const vault = { KEY_SERVICE: 'vault', VAULT_ADDR: 'https://vault.example.gov.cn:8200' }
const kms = { KEY_SERVICE: 'tencent-kms', KMS_REGION: 'ap-nanjing', KMS_KEY_ID: 'a', KMS_SECRET_ID: 'b' }

const wrong: readonly [string, Readonly<Record<string, string>>, RegExp][] = [
  ['no key at all', {}, /^MASTER_KEY is missing\. Example: MASTER_KEY=\S+$/],
  [
    'a key that is short',
    { MASTER_KEY: 'c2hvcnQ=' },
    /^MASTER_KEY is wrong: must be 32 bytes in base64\. Example/,
  ],
  ['a service that is none', { KEY_SERVICE: 'hsm' }, /^KEY_SERVICE is wrong: .+Example: KEY_SERVICE=vault$/],
  [
    'a key said twice',
    { MASTER_KEY: masterKeyOf(1), MASTER_KEY_FILE: join(folder, 'master-key') },
    /^MASTER_KEY_FILE is wrong: MASTER_KEY is set as well/,
  ],
  [
    'a file that is not there',
    { MASTER_KEY_FILE: '/no/key' },
    /^MASTER_KEY_FILE is wrong: .+\(ENOENT\)\. Example/,
  ],
  [
    'a Vault nowhere',
    { KEY_SERVICE: 'vault', VAULT_TOKEN: 'x' },
    /^VAULT_ADDR is missing\. Example: VAULT_ADDR=https/,
  ],
  [
    'a token that would cross the network in the clear',
    { ...vault, VAULT_ADDR: 'http://10.0.0.5:8200', VAULT_TOKEN: 'x' },
    /^VAULT_ADDR is wrong: must be an https/,
  ],
  ['no token', vault, /^VAULT_TOKEN is missing/],
  [
    'two tokens',
    { ...vault, VAULT_TOKEN: 'x', VAULT_TOKEN_FILE: join(folder, 'token') },
    /^VAULT_TOKEN_FILE is wrong/,
  ],
  ['no token file', { ...vault, VAULT_TOKEN_FILE: '/no/token' }, /^VAULT_TOKEN_FILE is wrong: .+\(ENOENT\)/],
  [
    'no authority',
    { ...vault, VAULT_TOKEN: 'x', VAULT_CACERT: '/no/ca' },
    /^VAULT_CACERT is wrong: .+\(ENOENT\)/,
  ],
  ['half a KMS', kms, /^KMS_SECRET_KEY is missing/],
]
for (const [what, environment, line] of wrong)
  t.test(`${what} is said in one line that names the setting and gives an example`, async (t) => {
    let message = ''
    try {
      keyServiceOf(readSettings(environment))
    } catch (error) {
      message = `${(error as Error).name} ${(error as Error).message}`
    }
    t.match(message, /^WrongSetting .+ Example: [A-Z_]+=\S+$/)
    t.match(message.replace('WrongSetting ', ''), line)
  })

t.test(
  'what only asking shows to be wrong is said by the name of its setting, and nothing secret with it',
  async (t) => {
    const { db } = await exampleVault(t)
    const [server, cloud] = [await exampleVaultServer(t), await exampleKmsServer(t)]
    const own = { MASTER_KEY: masterKeyOf(1) }
    const onVault = { KEY_SERVICE: 'vault', VAULT_ADDR: server.address, VAULT_TOKEN: server.token }
    const onKms = {
      ...{ KEY_SERVICE: 'tencent-kms', KMS_ENDPOINT: cloud.endpoint, KMS_REGION: 'ap-nanjing' },
      ...{ KMS_KEY_ID: cloud.keyId, KMS_SECRET_ID: cloud.secretId, KMS_SECRET_KEY: cloud.secretKey },
    }
    const lineOf = async (environment: Readonly<Record<string, string>>): Promise<string> => {
      const error = await keyringOf(db, readSettings(environment)).then(
        () => new Error('it opened'),
        (error: Error) => error,
      )
      t.notMatch(error.message, new RegExp(`${server.token}|${cloud.secretKey}|${masterKeyOf(2)}|\n`))
      return `${error.name} ${error.message}`
    }
    t.match(await lineOf(own), 'it opened')
    t.match(
      await lineOf({ MASTER_KEY: masterKeyOf(2) }),
      /^WrongSetting MASTER_KEY is wrong: it is not the key that this/,
    )
    writeFileSync(join(folder, 'another'), masterKeyOf(2))
    t.match(
      await lineOf({ MASTER_KEY_FILE: join(folder, 'another') }),
      /^WrongSetting MASTER_KEY_FILE is wrong: it is not/,
    )
    t.match(
      await lineOf({ MASTER_KEY_FILE: join(folder, 'short-key') }),
      /^WrongSetting MASTER_KEY_FILE is wrong: it holds/,
    )
    t.match(await lineOf(onVault), /^WrongSetting KEY_SERVICE is wrong: .+wrapped by local:/)

    const settings = readSettings(onVault)
    await admitMaster(db, keyServiceOf(readSettings(own)), keyServiceOf(settings))
    await rotate(db, keyServiceOf(settings))
    t.match(await lineOf(onVault), 'it opened')
    t.match(await lineOf(own), /^WrongSetting MASTER_KEY is wrong: it is not the key/)
    t.match(
      await lineOf({ ...onVault, VAULT_TOKEN: 'hvs.b' }),
      /^WrongSetting VAULT_TOKEN is wrong: Vault refuses it \(403\)/,
    )
    server.sealed = true
    t.match(await lineOf(onVault), /^KeyServiceFault key service vault:transit\/jiahe: sealed \(503\)/)
    server.sealed = false

    await admitMaster(db, keyServiceOf(settings), keyServiceOf(readSettings(onKms)))
    t.match(await lineOf(onKms), 'it opened')
    t.match(
      await lineOf({ ...onKms, KMS_SECRET_KEY: 'x' }),
      /^WrongSetting KMS_SECRET_ID is wrong: .+SignatureFailure/,
    )
    cloud.next.push('ResourceUnavailable.CmkNotFound')
    t.match(await lineOf(onKms), /^WrongSetting KMS_KEY_ID is wrong: .+no such key/)
    t.equal(
      settingAtFault(settings, { fault: 'busy' } as never),
      null,
      'what passes by itself is no wrong setting',
    )
  },
)
