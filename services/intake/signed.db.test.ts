/** Requests that are signed with a key which is never sent. */
import { randomUUID } from 'node:crypto'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import type { AccountDb } from '@jiahe/service-kit/accounts.ts'
import { addIntakeKey, removeIntakeKey } from '@jiahe/service-kit/intakeKeys.ts'
import { newSecret, signedHeaders } from '@jiahe/webhooks/signature.ts'
import t, { type Test } from 'tap'
import { alert, intakeService } from './fixture.ts'
import { contentOf } from './sender.ts'

interface Told {
  readonly secret?: string
  readonly at?: Date
  readonly id?: string
  readonly method?: string
  readonly body?: string
  /** What was signed, where it is not what is sent. */
  readonly signedBody?: string
  readonly signedPath?: string
}

async function signing(t: Test) {
  const service = await intakeService(t)
  const keyId = randomUUID()
  const secret = newSecret()
  const accounts = service.db as unknown as AccountDb
  await service.keyring.keepSecret(service.db as unknown as VaultDb, keyId, secret)
  await addIntakeKey(accounts, 'psb-changzhou', secret, { id: keyId, signed: true })
  async function send(path: string, told: Told = {}) {
    const { method = 'POST', body = JSON.stringify(alert()), id = `msg_${randomUUID()}` } = told
    const at = told.at ?? service.clock.now
    const sent = method === 'GET' ? '' : body
    const content = contentOf(method, told.signedPath ?? path, told.signedBody ?? sent)
    const response = await fetch(`${service.url}${path}`, {
      method,
      headers: {
        authorization: `Signed ${keyId}`,
        ...(sent ? { 'content-type': 'application/json' } : {}),
        ...signedHeaders(told.secret ?? secret, id, at, content),
      },
      ...(sent ? { body: sent } : {}),
    })
    return { status: response.status, body: await response.json() }
  }
  return { ...service, accounts, keyId, secret, send }
}

t.test('a signed alert is taken, and its receipt can be asked for', async (t) => {
  const { send } = await signing(t)
  t.match(await send('/v1/police-alerts'), { status: 202, body: { duplicate: false } })
  const { source, sourceRef } = alert()
  t.match(await send(`/v1/receipts/${source}/${sourceRef}`, { method: 'GET' }), {
    status: 200,
    body: { sourceRef },
  })
  const more = [1, 2].map((n) => JSON.stringify(alert({ sourceRef: `signed-${n}` }))).join('\n')
  t.equal((await send('/v1/police-alerts', { body: more })).status, 400, 'lines are not one alert')
})

t.test('what was not signed so is refused, and nothing of it is taken', async (t) => {
  const { send, log, clock } = await signing(t)
  const refused: readonly (readonly [what: string, told: Told, reason: string])[] = [
    ['another secret', { secret: newSecret() }, 'invalid-signature'],
    ['another body', { signedBody: '{}' }, 'invalid-signature'],
    ['another address', { signedPath: '/v1/dispute-reports' }, 'invalid-signature'],
    ['an id that is none', { id: 'x' }, 'invalid-signature'],
    ['six minutes ago', { at: new Date(clock.now.getTime() - 360_000) }, 'stale-signature'],
    ['in six minutes', { at: new Date(clock.now.getTime() + 360_000) }, 'stale-signature'],
  ]
  for (const [what, told, reason] of refused)
    t.match(await send('/v1/police-alerts', told), { status: 401, body: { reason } }, what)
  t.equal(await log.head(), '')
})

t.test('a request that was seen is not taken again, and not by two at once', async (t) => {
  const { send } = await signing(t)
  const once = { id: 'msg_seen-before' }
  const both = await Promise.all([send('/v1/police-alerts', once), send('/v1/police-alerts', once)])
  t.strictSame(both.map(({ status }) => status).sort(), [202, 401])
  t.match(await send('/v1/police-alerts', once), { status: 401, body: { reason: 'replayed-signature' } })
  t.equal((await send('/v1/police-alerts')).status, 200, 'signed anew it is a duplicate')
})

t.test('a key for signing is not good to be sent, and a removed one for nothing', async (t) => {
  const { call, accounts, keyId, secret, send } = await signing(t)
  t.match(await call('POST /v1/police-alerts', { key: secret, body: alert() }), { status: 401 })
  t.ok(await removeIntakeKey(accounts, keyId))
  t.match(await send('/v1/police-alerts'), { status: 401, body: { reason: 'invalid-key' } })
  t.notOk(await removeIntakeKey(accounts, keyId))
})
