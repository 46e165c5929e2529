import t from 'tap'
import { alert } from './fixture.ts'
import { handIn } from './handIn.ts'
import type { Accepted } from './intake.ts'
import type { Submission } from './plan.ts'

const submission: Submission = { kind: 'police-alerts', body: alert() }
const accepted: Accepted = { caseId: 'c', eventId: 'e', position: '1', duplicate: false, amended: false }

t.test('a batch is let go of when all of it is admitted, before it is appended', async (t) => {
  const appended: (() => void)[] = []
  const { answers } = await handIn([submission, submission], (_submission, onAdmitted) => {
    onAdmitted?.()
    return new Promise((resolve) => appended.push(() => resolve(accepted)))
  })
  t.equal(appended.length, 2)
  for (const append of appended) append()
  t.strictSame(await answers, [accepted, accepted])
})

t.test('nothing comes after a batch that could not be admitted', async (t) => {
  const fault = new Error('away')
  let count = 0
  const submit = (_submission: Submission, onAdmitted?: () => void): Promise<Accepted> => {
    if (count++ > 0) return Promise.reject(fault)
    onAdmitted?.()
    return Promise.resolve(accepted)
  }
  await t.rejects(handIn([submission, submission], submit), fault)
})

t.test('what fails after its admission fails where its answer is looked at', async (t) => {
  const fault = new Error('away')
  const { answers } = await handIn([submission], async (_submission, onAdmitted) => {
    onAdmitted?.()
    await Promise.resolve()
    throw fault
  })
  await t.rejects(answers, fault)
})
