import t from 'tap'
import type { LevelPolicy, Policy } from './document.ts'
import { policy1 } from './policy1.ts'
import { faultsOf, safePolicy } from './safety.ts'

type Level = keyof Policy['levels']
const withLevel = (level: Level, own: Partial<LevelPolicy>, top: Partial<Policy> = {}): Policy => ({
  ...policy1,
  ...top,
  levels: { ...policy1.levels, [level]: { ...policy1.levels[level], ...own } },
})
const faults = (policy: Policy) => faultsOf(policy).map(({ path, reason }) => `${path.join('/')} ${reason}`)

t.test('the first version is safe', async (t) => {
  t.strictSame(faultsOf(policy1), [])
  t.ok(safePolicy.safeParse(policy1).success)
})

t.test('a level without an owner, a deadline or a callback is no policy', async (t) => {
  for (const field of Object.keys(policy1.levels.medium)) {
    const { [field as keyof LevelPolicy]: _gone, ...rest } = policy1.levels.medium
    const holey = { ...policy1, levels: { ...policy1.levels, medium: rest } }
    t.notOk(safePolicy.safeParse(holey).success, field)
  }
  for (const level of ['extreme', 'high', 'medium', 'low'] as const) {
    const { [level]: _gone, ...rest } = policy1.levels
    t.notOk(safePolicy.safeParse({ ...policy1, levels: rest }).success, level)
    t.notOk(safePolicy.safeParse(withLevel(level, { callbackDays: [] })).success, `${level}, no callback`)
  }
  t.ok(faults(withLevel('extreme', { visit: null })).includes('levels/extreme/visit required'))
})

t.test('whose order it is has somebody above, and nobody assists himself', async (t) => {
  const route = policy1.levels.extreme.route
  t.strictSame(faults(withLevel('extreme', { route: { ...route, supervisor: 'district' } })), [
    'levels/extreme/route/supervisor supervisor-not-above',
  ])
  t.strictSame(faults(withLevel('extreme', { route: { ...route, assisting: 'district' } })), [
    'levels/extreme/route/assisting assists-itself',
  ])
  t.strictSame(faults(withLevel('medium', { route })), [
    'levels/high/route/assignee lower-than-a-lesser-level',
  ])
})

t.test('no clock of a grave case, and none after violence, stands still over a holiday', async (t) => {
  const one = { workingDays: 1 }
  t.strictSame(faults(withLevel('high', { accept: one })), ['levels/high/accept must-be-wall-clock'])
  t.strictSame(faults(withLevel('extreme', { close: { workingDays: 60 } })), [
    'levels/extreme/close must-be-wall-clock',
  ])
  const { dispute } = policy1.levels.low.contact
  t.strictSame(faults(withLevel('low', { contact: { violence: { workingDays: 3 }, dispute } })), [
    'levels/low/contact/violence must-be-wall-clock',
  ])
  t.strictSame(faults({ ...policy1, mandatoryReport: one }), ['mandatoryReport must-be-wall-clock'])
})

t.test('a graver case never waits longer than a lesser one, whatever the kind of days', async (t) => {
  const slower: [Level, Partial<LevelPolicy>, string][] = [
    ['extreme', { accept: { hours: 5 } }, 'levels/extreme/accept'],
    ['high', { disposal: { days: 16 } }, 'levels/high/disposal'],
    ['medium', { accept: { workingDays: 2 } }, 'levels/medium/accept'],
    ['low', { accept: { days: 1 } }, 'levels/medium/accept'],
    ['extreme', { gradeAgain: { days: 8 } }, 'levels/extreme/gradeAgain'],
    ['extreme', { callbackDays: [2, 3, 7, 14, 30] }, 'levels/extreme/callbackDays'],
    ['extreme', { callbackDays: [1, 90] }, 'levels/extreme/callbackDays'],
    ['medium', { visit: { days: 7 } }, 'levels/high/visit'],
  ]
  for (const [level, own, path] of slower)
    t.strictSame(faults(withLevel(level, own)), [`${path} slower-than-a-lesser-level`], path)
  t.strictSame(faults(withLevel('extreme', { watchDays: 60 })), [
    'levels/extreme/watchDays lower-than-a-lesser-level',
  ])
  t.strictSame(faults(withLevel('low', {}, { littleKnownCallback_days: 8 })), [
    'littleKnownCallback_days slower-than-a-lesser-level',
  ])
  t.strictSame(faults(withLevel('medium', { callbackDays: [3, 3, 90] })), [
    'levels/medium/callbackDays not-ascending',
  ])
})

t.test('faults are told as the pointers of a request are', async (t) => {
  const { error } = safePolicy.safeParse(withLevel('extreme', { visit: null }))
  t.match(error?.issues[0], { code: 'custom', message: 'required', path: ['levels', 'extreme', 'visit'] })
})
