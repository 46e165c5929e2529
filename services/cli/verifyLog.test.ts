/** The log is read once, for its own proof and for whoever folds its pages. */
import type { EventLog } from '@jiahe/event-log/log.ts'
import { memoryLog } from '@jiahe/event-log/memory.ts'
import { headVerifier } from '@jiahe/event-log/signedHead.ts'
import t from 'tap'
import { logProof } from './verifyLog.ts'

const now = () => new Date('2026-03-02T01:00:00Z')
const idOf = (n: number) => `019cac0f-2680-7993-9a2d-${String(n).padStart(12, '0')}`

async function logged(streams: number) {
  const log = memoryLog({ now })
  for (let n = 0; n < streams; n++) {
    const metadata = { schemaVersion: 1, actor: 'policy:x', correlationId: idOf(n), causationId: null }
    const event = {
      id: idOf(n),
      type: 'Other',
      data: {},
      metadata: { ...metadata, occurredAt: now().toISOString() },
    }
    await log.append(`familyCase-${idOf(n)}`, -1, [event])
  }
  const asked: string[] = []
  const readAll: EventLog['readAll'] = (options) => {
    asked.push(options.after)
    return log.readAll({ ...options, limit: Math.min(options.limit, 10) })
  }
  const counting: EventLog = { ...log, readAll }
  const bar = { update() {}, end() {} }
  return { asked, proof: await logProof(counting, headVerifier([], await log.identity()), bar) }
}

t.test('what was read for a fold is not read again for the proof, and the rest is', async (t) => {
  const { asked, proof } = await logged(45)
  const first = await proof.read('')
  await proof.read(first.position)
  t.match(await proof.finished(), { events: 45, streams: 45, findings: [], timed: { length: 45 } })
  t.equal(asked.length, 5)
  t.equal(new Set(asked).size, 5, 'no page twice')
})

t.test('a page that is read again, or from the middle of another, is proved once', async (t) => {
  const { proof } = await logged(25)
  const { events } = await proof.read('')
  await proof.read('')
  await proof.read(events[4]!.position)
  t.match(await proof.finished(), { events: 25, findings: [] })
})
