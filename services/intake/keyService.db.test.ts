import { exampleVaultServer } from '@jiahe/privacy/exampleVaultServer.ts'
import { openKeyring } from '@jiahe/privacy/keyring.ts'
import { vaultTransit } from '@jiahe/privacy/vaultTransit.ts'
import t from 'tap'
import { alertExample } from './body.ts'
import { intakeService, source } from './fixture.ts'

t.test(
  'while the key service is away no alert is half taken in, and each comes in when it is back',
  async (t) => {
    const server = await exampleVaultServer(t)
    const { address, token } = server
    let clock = 0
    const held = { fresh_ms: 10, held_ms: 1000, now: () => clock }
    const timing = { try_ms: 5000, tries: 1, pause_ms: 1 }
    const vault = vaultTransit({ address, token: () => token, mount: 'transit', key: 'jiahe', timing })
    const service = await intakeService(t, { keyringOn: (db) => openKeyring(db, vault, held) })
    const { call, db, log, logged } = service
    const bodies = Array.from({ length: 20 }, (_, i) => ({ ...alertExample, source, sourceRef: `keys-${i}` }))
    const post = (body: object) => call('POST /v1/police-alerts', { body })
    t.equal((await post(bodies[0]!)).status, 202)
    const asked = server.asked.length
    t.equal((await post(bodies[1]!)).status, 202)
    t.equal(server.asked.length, asked, 'an alert asks the key service nothing')

    server.sealed = true
    clock = 2000
    const refused = await Promise.all(bodies.slice(2).map(post))
    for (const { status, headers, body } of refused) {
      t.equal(status, 503)
      t.equal(headers.get('retry-after'), '5')
      t.equal(body.reason, 'keys-unavailable')
    }
    t.ok(server.asked.length - asked <= 3, 'it is not asked once for each')
    const lines = await call('POST /v1/police-alerts', {
      type: 'application/x-ndjson',
      body: bodies
        .slice(2, 4)
        .map((body) => JSON.stringify(body))
        .join('\n'),
    })
    t.match(
      lines.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
      [
        { line: 1, status: 503, reason: 'keys-unavailable' },
        { line: 2, status: 503, reason: 'keys-unavailable' },
      ],
    )
    t.equal((await db.selectFrom('intake.receipt').select('n').execute()).length, 2)
    t.equal((await log.readAll({ after: '', limit: 100 })).events.length, 2)

    server.sealed = false
    clock = 3000
    for (const body of bodies) t.match(await post(body), { status: bodies.indexOf(body) < 2 ? 200 : 202 })
    t.equal((await log.readAll({ after: '', limit: 100 })).events.length, 20)
    const said = logged.join('')
    t.match(said, 'keys are not to be had')
    t.notMatch(said, server.token)
  },
)
