/** Every route of the service's own document, as nobody, with a key that is none, with another source's and with one's
 *  own. A route that the document has and this table has not fails. */
import t from 'tap'
import { reportExample } from './body.ts'
import { alert, intakeService, key, otherKey, otherSource, source } from './fixture.ts'

interface Asked {
  readonly line: string
  readonly body?: unknown
  readonly type?: string
}
interface Rule {
  /** Asked by `source` about itself. */
  readonly own: Asked
  readonly status: number
  /** What another source is told that asks the same: it may not, or there is no such thing. Where nothing in the
   *  question names a source, what is asked is the asker's own. */
  readonly other: { readonly status: number; readonly reason?: string }
}
const wrongSource = { status: 403, reason: 'wrong-source' }
const file = '登记编号,登记时间,来源,申请人姓名\nX-1,2026-11-22 10:00,12338,王某\n'

const rules: Readonly<Record<string, Rule>> = {
  'post /v1/police-alerts': {
    own: { line: 'POST /v1/police-alerts', body: alert({ source, sourceRef: 'SCOPE-2' }) },
    status: 202,
    other: wrongSource,
  },
  'post /v1/dispute-reports': {
    own: {
      line: 'POST /v1/dispute-reports',
      body: { ...reportExample, source, sourceRef: 'SCOPE-3' },
    },
    status: 202,
    other: wrongSource,
  },
  'get /v1/receipts/{source}/{sourceRef}': {
    own: { line: `GET /v1/receipts/${source}/SCOPE-1` },
    status: 200,
    other: wrongSource,
  },
  'get /v1/receipts': { own: { line: `GET /v1/receipts?source=${source}` }, status: 200, other: wrongSource },
  'post /v1/receipt-codes': {
    own: { line: 'POST /v1/receipt-codes', body: { code: 'ABCD-EFGH-JKMN-PQRS' } },
    status: 404,
    other: { status: 404, reason: 'not-found' },
  },
  'post /v1/imports': {
    own: { line: 'POST /v1/imports?kind=dispute-reports', body: file, type: 'text/csv' },
    status: 200,
    other: { status: 200 },
  },
}

t.test('each route answers its own source, and nobody else', async (t) => {
  const { call } = await intakeService(t)
  const sent = await call('POST /v1/police-alerts', { body: alert({ source, sourceRef: 'SCOPE-1' }) })
  t.equal(sent.status, 202, sent.text)
  const { paths } = (await call('GET /openapi.json', { key: null })).body
  const operations = Object.entries(
    paths as Record<string, Record<string, { 'x-access'?: unknown }>>,
  ).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, one]) => [`${method} ${url}`, one] as const),
  )
  t.strictSame(operations.map(([name]) => name).sort(), Object.keys(rules).sort(), 'a rule for each route')
  for (const [name, operation] of operations) {
    t.match(operation['x-access'], { subject: 'source' }, `${name} says whose it is`)
    const { own, status, other } = rules[name]!
    for (const nobody of [null, '', 'no-such-key', `${key}x`, key.slice(1)]) {
      const answer = await call(own.line, { ...own, key: nobody })
      t.equal(answer.status, 401, `${name} with ${nobody === null ? 'no key' : 'a key that is none'}`)
    }
    const theirs = await call(own.line, { ...own, key: otherKey })
    t.equal(theirs.status, other.status, `${name} as ${otherSource}: ${theirs.text}`)
    if (other.reason) t.equal(theirs.body.reason, other.reason, name)
    const ours = await call(own.line, { ...own, key })
    t.equal(ours.status, status, `${name}: ${ours.text}`)
  }
})

t.test('another source is told the same of what is there and of what never was', async (t) => {
  const { call } = await intakeService(t)
  await call('POST /v1/police-alerts', { body: alert({ source, sourceRef: 'SCOPE-1' }) })
  const told = async (of: string, ref: string) => {
    const { status, body } = await call(`GET /v1/receipts/${of}/${ref}`, { key: otherKey })
    const { instance: _place, ...rest } = body
    return { status, ...rest }
  }
  t.strictSame(await told(source, 'SCOPE-1'), await told(source, 'SCOPE-0'))
  t.strictSame(await told(source, 'SCOPE-1'), await told('no-such-source', 'SCOPE-1'))
})
