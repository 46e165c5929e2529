import t from 'tap'
import type { Step } from '../api/shapes.ts'
import { idleRegradings } from './regradings.ts'

const at = '2026-11-23T14:00:00Z'
let revision = 0
const step = (type: string, data: Step['data'] = {}): Step => ({
  ...{ eventId: `${type} ${++revision}`, type, stream: 'familyCase-1', revision, actor: 'policy:risk' },
  ...{ occurredAt: at, recordedAt: at, data },
})
const graded = (level: string, score: number) => step('RiskGraded', { level, score })
const due = () => step('GradingFellDue')

t.test(
  'a grading that fell due and changed nothing is idle; one that changed something is not',
  async (t) => {
    const [first, again, same, then, other] = [
      graded('high', 6),
      due(),
      graded('high', 6),
      due(),
      graded('high', 5),
    ]
    t.strictSame([...idleRegradings([first, again, same, then, other])], [again.eventId, same.eventId])
  },
)

t.test('a grading after something new is shown whatever came of it', async (t) => {
  const told = step('AlertReceived')
  t.strictSame([...idleRegradings([graded('high', 6), told, graded('high', 6)])], [])
})

t.test('one that fell due and has not been graded yet is shown', async (t) => {
  t.strictSame([...idleRegradings([graded('high', 6), due()])], [])
})
