import { policy1 } from '@jiahe/domain/policies/policy1.ts'
import { faultsOf } from '@jiahe/domain/policies/safety.ts'
import t from 'tap'
import {
  faultAt,
  generalRules,
  gravestFirst,
  isSame,
  levelRules,
  pathOf,
  readDays,
  sayRule,
  valueAt,
  withValue,
} from './policyRules.ts'

/** Every path of the document that holds something of its own. */
function* leaves(value: unknown, path: string): Generator<string> {
  const isOne =
    value === null ||
    typeof value !== 'object' ||
    Array.isArray(value) ||
    /hours|ays"/.test(JSON.stringify(value))
  const inner = value as Record<string, unknown>
  if (isOne && Object.keys(inner ?? {}).every((key) => /^(hours|days|workingDays|\d+)$/.test(key))) yield path
  else for (const key of Object.keys(inner)) yield* leaves(inner[key], path ? `${path}/${key}` : key)
}

t.test('every rule of a policy has its row, and every row its rule', async (t) => {
  const rows = [
    ...gravestFirst.flatMap((level) => levelRules.map((rule) => pathOf(level, rule))),
    ...generalRules,
  ]
  const rules = [...leaves(policy1, '')].filter((path) => path !== 'id' && path !== 'version')
  t.strictSame(rows.toSorted(), rules.toSorted())
})

t.test('a rule is said as an official reads it out', async (t) => {
  const said = (level: (typeof gravestFirst)[number], rule: (typeof levelRules)[number]) =>
    sayRule(rule, valueAt(policy1, pathOf(level, rule)))
  t.strictSame(
    [
      said('extreme', 'dispatch'),
      said('medium', 'accept'),
      said('high', 'disposal'),
      said('high', 'visit'),
      said('high', 'extension'),
      said('medium', 'watchDays'),
      said('high', 'watchDays'),
      said('low', 'callbackDays'),
      said('extreme', 'route/assisting'),
      said('medium', 'route/assisting'),
    ],
    [
      '15 分钟内',
      '1 个工作日内',
      '7 天内',
      '不要求',
      '不延长',
      '不跟踪',
      '90 天',
      '第 7、90 天',
      '乡镇街道',
      '无',
    ],
  )
  t.equal(sayRule('littleKnownCallback_days', 1), '第 1 天')
  t.equal(sayRule('provisionalDeadlines', 'recompute'), '重新计算未到的时限')
})

t.test('a value is changed in a copy', async (t) => {
  const changed = withValue(policy1, 'levels/medium/disposal', { workingDays: 10 })
  t.strictSame(valueAt(changed, 'levels/medium/disposal'), { workingDays: 10 })
  t.strictSame(valueAt(policy1, 'levels/medium/disposal'), { workingDays: 15 })
  t.notOk(isSame(changed, policy1))
  t.ok(isSame(withValue(changed, 'levels/medium/disposal', { workingDays: 15 }), policy1))
})

t.test('days are read however they are separated, and nothing else is', async (t) => {
  t.strictSame(readDays('1，3、7 14,30'), [1, 3, 7, 14, 30])
  for (const typed of ['', '一', '1.5', '0', '-3', '400', '1;3']) t.equal(readDays(typed), null, typed)
})

t.test('what the server finds wrong is said at its row', async (t) => {
  const unsafe = withValue(policy1, 'levels/extreme/accept', { hours: 5 })
  const faults = faultsOf(unsafe).map(({ path, reason }) => ({ pointer: `/${path.join('/')}`, reason }))
  t.equal(faultAt(faults, 'levels/extreme/accept'), '不能比更低的级别慢')
  t.equal(faultAt(faults, 'levels/high/accept'), null)
  const deeper = [{ pointer: '/levels/high/accept/hours', reason: 'too-small' }]
  t.equal(faultAt(deeper, 'levels/high/accept'), '填写有误')
})
