/** One version of the policy: levels and their rules, then what holds for all. What differs from another version is
 *  marked and says what it was; as a draft its times and days can be typed. */
import type { Policy } from '@jiahe/domain/policies/document.ts'
import { Input, InputNumber } from 'antd'
import { useState } from 'react'
import type { FieldFault } from '../api/http.ts'
import { type Column, DataTable } from '../parts/dataTable.tsx'
import { LevelTag } from '../parts/tags.tsx'
import { marks } from '../texts/marks.ts'
import { policyTexts as words } from '../texts/policies.ts'
import { texts } from '../texts/zh.ts'
import {
  faultAt,
  type GeneralRule,
  generalRules,
  gravestFirst,
  isDuration,
  isSame,
  type LevelRule,
  levelRules,
  pathOf,
  readDays,
  sayRule,
  valueAt,
  withValue,
} from './policyRules.ts'

interface PolicyTableProps {
  readonly policy: Policy
  /** What it is compared with. */
  readonly against: Policy
  /** Given for a draft. */
  readonly onChange?: (changed: Policy) => void
  readonly faults?: readonly FieldFault[]
}
export function PolicyTable(props: PolicyTableProps) {
  const columns: Column<LevelRule>[] = [
    { key: 'rule', title: words.rule, kind: 'main line', cell: (rule) => words.rules[rule] },
    ...gravestFirst.map(
      (level): Column<LevelRule> => ({
        key: level,
        title: texts.levels[level],
        kind: 'rule-cell',
        cell: (rule) => (
          <>
            <span className="card-only">
              <LevelTag level={level} />{' '}
            </span>
            <Rule
              {...props}
              rule={rule}
              path={pathOf(level, rule)}
              label={marks.also(texts.levels[level], words.rules[rule])}
            />
          </>
        ),
      }),
    ),
  ]
  return (
    <div className="stack">
      <DataTable
        label={words.rulesOf(props.policy.version)}
        columns={columns}
        rows={levelRules}
        keyOf={(rule) => rule}
      />
      <section className="card" aria-label={words.general}>
        <h2>{words.general}</h2>
        <dl className="general-rules">
          {generalRules.map((rule) => (
            <div key={rule}>
              <dt>{words.generalRules[rule]}</dt>
              <dd>
                <Rule {...props} rule={rule} path={rule} label={words.generalRules[rule]} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}

interface RuleProps extends PolicyTableProps {
  readonly rule: LevelRule | GeneralRule
  readonly path: string
  readonly label: string
}
function Rule({ policy, against, onChange, faults = [], rule, path, label }: RuleProps) {
  const [value, before] = [valueAt(policy, path), valueAt(against, path)]
  const fault = faultAt(faults, path)
  const differs = !isSame(value, before)
  const was = onChange ? words.draft.was : words.changed
  const change = onChange && ((to: unknown) => onChange(withValue(policy, path, to)))
  return (
    <span className={['rule', differs && 'differs', fault && 'faulty'].filter(Boolean).join(' ')}>
      {change ? <Typed rule={rule} value={value} change={change} label={label} /> : sayRule(rule, value)}
      {differs && <span className="small soft was">{was(sayRule(rule, before))}</span>}
      {fault && (
        <span className="small bad" role="alert">
          {fault}
        </span>
      )}
    </span>
  )
}

interface TypedProps {
  readonly rule: LevelRule | GeneralRule
  readonly value: unknown
  readonly change: (value: unknown) => void
  readonly label: string
}
/** Times and days are typed; who has an order, and what is not asked for, stays as it stands. */
function Typed({ rule, value, change, label }: TypedProps) {
  if (rule === 'callbackDays')
    return <Days value={value as readonly number[]} change={change} label={label} />
  const named = { 'aria-label': label, size: 'small' as const, className: 'rule-number' }
  if (typeof value === 'number')
    return (
      <InputNumber
        {...named}
        value={value}
        min={rule === 'watchDays' ? 0 : 1}
        max={366}
        precision={0}
        suffix={words.units.days}
        onChange={(n) => n !== null && change(n)}
      />
    )
  if (!isDuration(value)) return sayRule(rule, value)
  const [unit, n] = Object.entries(value)[0] as ['hours' | 'days' | 'workingDays', number]
  return (
    <InputNumber
      {...named}
      value={n}
      min={unit === 'hours' ? 0.25 : 1}
      max={unit === 'hours' ? 8784 : 366}
      {...(unit === 'hours' ? {} : { precision: 0 })}
      suffix={words.units[unit]}
      onChange={(typed) => typed !== null && change({ [unit]: typed })}
    />
  )
}

function Days({ value, change, label }: Omit<TypedProps, 'rule'> & { readonly value: readonly number[] }) {
  const [typed, setTyped] = useState(marks.commas(value))
  const days = readDays(typed)
  return (
    <>
      <Input
        size="small"
        className="rule-days"
        aria-label={label}
        value={typed}
        status={days ? '' : 'error'}
        onChange={(event) => {
          setTyped(event.target.value)
          const read = readDays(event.target.value)
          if (read) change(read)
        }}
      />
      {!days && <span className="small bad">{words.draft.days}</span>}
    </>
  )
}
