import t from 'tap'
import { alert, intakeService } from './fixture.ts'

type Pointers = readonly string[]

t.test('nothing malformed becomes a fault of the server', async (t) => {
  const { call, log } = await intakeService(t)
  const malformed: readonly (readonly [what: string, body: unknown, pointers?: Pointers])[] = [
    ['no JSON', '{"a":'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['nested without end', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['an array', '[]', ['']],
    ['a text', '"x"', ['']],
    ['nothing', '', ['/source', '/sourceRef', '/channel', '/occurredAt', '/disputeType', '/parties']],
    ['null', 'null', ['/source', '/sourceRef', '/channel', '/occurredAt', '/disputeType', '/parties']],
    ['an unknown field', alert({ surprise: 1, 'a/b~c': 2 }), ['/surprise', '/a~1b~0c']],
    ['an unknown field of a party', withParty({ nick: 'x' }), ['/parties/0/nick']],
    ['a prototype', '{"__proto__": {"a": 1}}', ['/__proto__']],
    ['a null character', alert({ narrative: 'a\u0000b' }), ['/narrative']],
    ['a null character in a name', withParty({ name: '\u0000' }), ['/parties/0/name']],
    ['no party', alert({ parties: [] }), ['/parties']],
    ['a role that is none', withParty({ role: 'witness' }), ['/parties/0/role']],
    [
      'wrong types',
      alert({ parties: 'x', facts: [], regionCode: 320402 }),
      ['/regionCode', '/parties', '/facts'],
    ],
    ['no reference', alert({ sourceRef: ' ' }), ['/sourceRef']],
    ['a reference of several lines', alert({ sourceRef: 'a\nb' }), ['/sourceRef']],
    ['half a character as reference', '{"sourceRef": "\\ud800"}'],
    ['a reference without end', alert({ sourceRef: 'x'.repeat(129) }), ['/sourceRef']],
    ['a time without zone', alert({ occurredAt: '2026-11-23T21:14:00' }), ['/occurredAt']],
    ['a day that is none', alert({ occurredAt: '2026-02-30T21:14:00+08:00' }), ['/occurredAt']],
    ['a time long ago', alert({ occurredAt: '1926-11-23T21:14:00+08:00' }), ['/occurredAt']],
    ['a time two days ahead', alert({ occurredAt: '2026-11-25T21:31:00+08:00' }), ['/occurredAt']],
    ['a factor that is counted', alert({ facts: { F11: 'yes' } }), ['/facts/F11']],
    ['a factor of a report', alert({ facts: { D01: 'yes' } }), ['/facts/D01']],
    ['an answer that is none', alert({ facts: { F01: 'maybe', F06: 'yes' } }), ['/facts/F01', '/facts/F06']],
    ['a channel that is not its own', alert({ channel: 'grid' }), ['/channel']],
    [
      'codes that are none',
      alert({ maritalStatus: '99', disputeType: 'x' }),
      ['/maritalStatus', '/disputeType'],
    ],
  ]
  for (const [what, body, pointers] of malformed) {
    const { status, body: problem, headers, text } = await call('POST /v1/police-alerts', { body })
    t.equal(status, 400, what)
    t.match(headers.get('content-type'), 'application/problem+json')
    t.match(problem, { reason: /^invalid-(body|json|request)$/, instance: '/v1/police-alerts', status: 400 })
    t.notMatch(text, /王某|999000199003072420/, `${what}: nothing is echoed`)
    if (pointers)
      t.strictSame(problem.errors.map((e: { pointer: string }) => e.pointer).sort(), [...pointers].sort())
  }
  t.equal(await log.head(), '', 'and nothing was recorded')
})

const withParty = (change: object) => alert({ parties: [{ ...alert().parties[0], ...change }] })

t.test('odd characters that are no fault are taken', async (t) => {
  const { call, log } = await intakeService(t)
  const [victim] = alert().parties
  const odd = [
    { parties: [{ ...victim, name: '\ud800王' }], narrative: '半个字\udc00', address: '\ud83d' },
    { narrative: '"; DROP TABLE vault.person; -- \\u0000 \\', address: '%00../..' },
    { parties: [{ role: 'victim' }], narrative: '' },
    { regionCode: '３２０４０２００３', occurredAt: '2026-11-24T21:29:00+08:00' },
  ]
  for (const [i, change] of odd.entries()) {
    const { status } = await call('POST /v1/police-alerts', {
      body: alert({ sourceRef: `odd-${i}`, ...change }),
    })
    t.equal(status, 202, `case ${i}`)
  }
  const { events } = await log.readAll({ after: '', limit: 10 })
  t.match(events.at(-1)?.data, { regionCode: '320402003' })
})

t.test('what is no request of ours is refused by its own status', async (t) => {
  const { call } = await intakeService(t)
  const path = 'POST /v1/police-alerts'
  t.equal((await call(path, { type: 'text/csv', body: 'a,b' })).status, 415)
  t.equal((await call(path, { type: 'application/xml', body: '<a/>' })).status, 415)
  t.equal(
    (await call(path, { body: JSON.stringify(alert({ narrative: 'x'.repeat(2_000_000) })) })).status,
    413,
  )
  t.equal((await call('PUT /v1/police-alerts', { body: alert() })).status, 404)
  t.equal((await call('POST /v1/imports', { type: 'text/csv', body: 'a,b' })).status, 400)
  t.equal((await call('POST /v1/imports?kind=people', { type: 'text/csv', body: 'a,b' })).status, 400)
  const files: readonly (readonly [type: string, body: string | Uint8Array])[] = [
    ['text/csv', ''],
    ['text/csv', 'a,b\n1,2'],
    ['text/csv; charset=klingon', '接警编号,报警时间\n1,2'],
    ['text/csv', '接警编号,接警编号,报警时间\n1,2,3'],
    ['application/vnd.ms-excel', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['application/octet-stream', Buffer.from('PK\u0003\u0004 and then nothing')],
    ['application/json', '{}'],
    ['multipart/form-data', 'no boundary'],
    ['multipart/form-data; boundary=x', '--x\r\nhalf a form'],
  ]
  for (const [type, body] of files) {
    const { status, body: problem } = await call('POST /v1/imports?kind=police-alerts', { type, body })
    t.equal(status, 400, `${type} ${body.length}`)
    t.match(problem, { reason: /^invalid-(file|request)$/ })
  }
})
