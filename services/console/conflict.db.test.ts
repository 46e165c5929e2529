/** Whoever is a party to a case has no part in it: for her it is not there, on no list and by no address. */
import { indexKeys } from '@jiahe/privacy/blindIndex.ts'
import { giveOwnNumber } from '@jiahe/service-kit/accountActs.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import t from 'tap'
import { consoleFixture } from './fixture.ts'

const own = '999000199003072420'
const nowhere = '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69'

t.test('a member of staff is shut out of the case that she is in, and of no other', async (t) => {
  const { api, call, family, project } = await consoleFixture(t)
  const hers = await family({ idNumber: own, name: '王小红' })
  const other = await family()
  await project()
  const totals = async (as: string) =>
    Promise.all(
      ['/v1/cases', '/v1/work-orders', '/v1/callbacks'].map(
        async (url) => (await call(`GET ${url}`, { as })).body.total as number,
      ),
    )
  const [cases, orders, callbacks] = await totals('mediator')
  t.strictSame([cases, orders], [2, 2])

  const { number } = indexKeys(api.keyring.indexKey, { idNumber: own, side: 'victim' })
  const act = { db: api.accounts, by: { accountId: nowhere, refuses: () => null }, at: api.now() }
  const give = (username: string) => giveOwnNumber(act, username, Buffer.from(number!, 'hex'))
  for (const username of ['mediator', 'dispatcher', 'analyst']) t.ok(await give(username))
  await t.rejects(give('nobody'), new Problem('unknown-username'))
  t.strictSame(await totals('mediator'), [1, 1, callbacks! / 2])
  t.strictSame(await totals('colleague'), [2, 2, callbacks])

  const gets = [
    ...['/v1/cases/ID', '/v1/cases/ID/timeline', '/v1/cases/ID/grades', '/v1/cases/ID/merge-suggestions'],
    '/v1/cases/ID/contacts?reason=callback',
  ]
  const body = { outcome: 'no-answer' }
  const headers = { 'if-match': '"2"' }
  for (const as of ['mediator', 'dispatcher', 'analyst']) {
    const same = async (line: string, id: string, sent: object = {}) => {
      const [mine, never] = await Promise.all(
        [id, nowhere].map(async (one) => {
          const { status, body } = await call(line.replace('ID', one), { as, ...sent })
          return JSON.stringify({ status, body }).replaceAll(id, nowhere)
        }),
      )
      t.equal(mine, never, `${as}: ${line}`)
      t.match(mine, /"status":40[34]/)
    }
    for (const url of gets) await same(`GET ${url}`, hers.caseId)
    await same('GET /v1/work-orders/ID', hers.orderId)
    await same('POST /v1/cases/ID/callback-attempts', hers.caseId, { body, headers })
    await same('POST /v1/work-orders/ID/accept', hers.orderId, { body: {}, headers })
    const unmask = { body: { caseId: hers.caseId, reason: 'contact' } }
    const { status } = await call(`POST /v1/people/${nowhere}/unmask`, { as, ...unmask })
    t.match(status, as === 'analyst' ? 403 : 404)
    t.equal((await call(`GET /v1/cases/${other.caseId}`, { as })).status, 200)
  }
  const history = await call('GET /v1/history?limit=200', { as: 'dispatcher' })
  t.notMatch(JSON.stringify(history.body), new RegExp(hers.caseId))
  t.match(JSON.stringify(history.body), new RegExp(other.caseId))
  t.equal((await call(`GET /v1/cases/${hers.caseId}`, { as: 'colleague' })).status, 200)
})
