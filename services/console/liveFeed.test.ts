import { memoryLog } from '@jiahe/event-log/memory.ts'
import t from 'tap'
import { liveFeed } from './liveFeed.ts'

t.test('a reading that broke off is begun again, and everybody is to ask for everything', async (t) => {
  const log = memoryLog()
  let break_ = (_error: Error) => {}
  let readings = 0
  const faults: unknown[] = []
  const ended = new AbortController()
  t.teardown(() => ended.abort())
  const feed = liveFeed({
    log: {
      head: log.head,
      async *subscribe(options) {
        readings++
        if (readings > 1) yield* log.subscribe(options)
        else await new Promise((_resolve, reject) => (break_ = reject))
      },
    },
    types: ['AlertReceived'],
    folded: async () => () => true,
    name: 'feed',
    signal: ended.signal,
    onFault: (error) => faults.push(error),
    every_ms: 1,
  })
  const told = feed.follow(null, ended.signal)[Symbol.asyncIterator]()
  const next = async () => (await told.next()).value
  t.match(await next(), { id: 'feed.0', changes: [] })
  const after = next()
  break_(new Error('the log is gone'))
  t.match(await after, { changes: null })
  t.equal(faults.length, 1)
  const heard = next()
  const caseId = '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69'
  const metadata = {
    ...{ schemaVersion: 1, actor: 'policy:example', correlationId: caseId, causationId: null },
    occurredAt: '2026-11-23T13:14:00.000Z',
  }
  const event = { id: '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a70', type: 'AlertReceived', data: {}, metadata }
  await log.append(`familyCase-${caseId}`, -1, [event])
  t.match(await heard, { changes: [{ caseId, orders: [], types: ['AlertReceived'] }] })
  t.equal(readings, 2)
})
