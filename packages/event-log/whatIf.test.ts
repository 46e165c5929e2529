/** A whole history under another model: read to one position, whatever comes later, and the same to the byte. */
import { canonicalJson } from '@jiahe/domain/canonicalJson.ts'
import { familyCaseStream } from '@jiahe/domain/catalogue.ts'
import { desk } from '@jiahe/domain/exampleCity.ts'
import { alertOf } from '@jiahe/domain/exampleEvents.ts'
import { emptyCase } from '@jiahe/domain/familyCase.ts'
import { receiveIntake } from '@jiahe/domain/familyCaseDecisions.ts'
import { defineModel } from '@jiahe/domain/models/model.ts'
import { violence1 } from '@jiahe/domain/models/violence1.ts'
import { acting, monday, named } from '@jiahe/domain/spec.ts'
import t from 'tap'
import type { EventLog, NewEvent } from './log.ts'
import { memoryLog } from './memory.ts'
import { runWhatIf } from './whatIf.ts'

const { ref: _ref, ...first } = violence1
const candidate = defineModel({
  ...first,
  version: 2,
  cutOffs: first.cutOffs.map((c) => (c.level === 'medium' ? { ...c, score: 1 } : c)),
})
const now = new Date(monday)
const families = 40

async function received(log: EventLog, n: number): Promise<void> {
  const [caseId, intakeId] = [named(`case ${n}`), named(`alert ${n}`)]
  const data = alertOf(n % 2 === 0 ? { F19: 'yes' } : {})
  const command = { caseId, intakeId, kind: 'alert', occurredAt: monday, data } as const
  const decision = receiveIntake(emptyCase, command, acting())
  const events = ('events' in decision ? decision.events : []) as readonly unknown[] as readonly NewEvent[]
  await log.append(familyCaseStream(caseId), -1, events)
}

async function history() {
  const log = memoryLog({ now: () => now })
  for (let n = 0; n < families; n++) await received(log, n)
  return log
}

t.test('every case is replayed, as the log stood when it began', async (t) => {
  const log = await history()
  const position = await log.head()
  const seen: [number, number][] = []
  const onProgress = (done: number, total: number) => {
    // What is recorded while it runs is none of it.
    if (seen.length === 0) void received(log, families)
    seen.push([done, total])
  }
  const result = await runWhatIf({ log, candidate, desk, now, onProgress })
  t.match(result, {
    ...{ position, cases: families, higher: families / 2, lower: 0, unreadable: 0 },
    ...{ candidate: candidate.ref, inForce: { violence: violence1.ref } },
    orders: { inForce: 0, candidate: families / 2 },
  })
  t.strictSame(seen.at(-1), [families, families])
  t.ok(seen.length > 3 && seen.every(([done], i) => i === 0 || done > seen[i - 1]![0]))
  t.not(await log.head(), position)
  const again = await runWhatIf({ log: await history(), candidate, desk, now })
  t.equal(canonicalJson(again), canonicalJson(result))
})

t.test('what cannot be read is counted, and what is stopped ends', async (t) => {
  const log = await history()
  const broken: Pick<EventLog, 'readAll' | 'readStream' | 'head'> = {
    head: () => log.head(),
    readAll: (options) => log.readAll(options),
    readStream: async (stream) => {
      const events = await log.readStream(stream)
      return stream.endsWith(named('case 3')) ? events.map((e) => ({ ...e, type: 'FromTomorrow' })) : events
    },
  }
  t.match(await runWhatIf({ log: broken, candidate, desk, now }), { cases: families - 1, unreadable: 1 })
  const stop = new AbortController()
  const onProgress = () => stop.abort(new Error('stopped'))
  await t.rejects(runWhatIf({ log, candidate, desk, now, onProgress, signal: stop.signal }), {
    message: 'stopped',
  })
})
