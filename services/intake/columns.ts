/** The headers of the bureaus' files and what they mean. Factor columns come from the risk models themselves. */
import { dispute1 } from '@jiahe/domain/models/dispute1.ts'
import { violence1 } from '@jiahe/domain/models/violence1.ts'
import type { Kind } from './body.ts'

export type PersonField = 'name' | 'idNumber' | 'phone' | 'sex' | 'birthDate'
export type Column =
  | {
      readonly field:
        | 'sourceRef'
        | 'occurredAt'
        | 'channel'
        | 'regionCode'
        | 'address'
        | 'relationship'
        | 'maritalStatus'
        | 'disputeType'
        | 'narrative'
    }
  | { readonly field: 'ignored' }
  | { readonly person: 'victim' | 'applicant' | 'respondent'; readonly field: PersonField }
  | { readonly factor: string }

const personColumns = (title: string, person: 'victim' | 'applicant' | 'respondent'): [string, Column][] => [
  [`${title}姓名`, { person, field: 'name' }],
  [`${title}证件号`, { person, field: 'idNumber' }],
  [`${title}证件号码`, { person, field: 'idNumber' }],
  [`${title}身份证号`, { person, field: 'idNumber' }],
  [`${title}电话`, { person, field: 'phone' }],
  [`${title}性别`, { person, field: 'sex' }],
  [`${title}出生日期`, { person, field: 'birthDate' }],
]

const factorColumns = [...violence1.factors, ...dispute1.factors]
  .filter((factor) => factor.points.kind !== 'counted')
  .map((factor): [string, Column] => [factor.name, { factor: factor.id }])

const shared: [string, Column][] = [
  ['区划代码', { field: 'regionCode' }],
  ['事发地址', { field: 'address' }],
  ['地址', { field: 'address' }],
  ['双方关系', { field: 'relationship' }],
  ['婚姻状况', { field: 'maritalStatus' }],
  ['纠纷类型', { field: 'disputeType' }],
  ['接警单位', { field: 'ignored' }],
  ['登记单位', { field: 'ignored' }],
]

const alerts = new Map<string, Column>([
  ['接警编号', { field: 'sourceRef' }],
  ['报警时间', { field: 'occurredAt' }],
  ['简要警情', { field: 'narrative' }],
  ...shared,
  ...personColumns('受害人', 'victim'),
  ...personColumns('加害人', 'respondent'),
  ...factorColumns.filter(([, column]) => 'factor' in column && column.factor.startsWith('F')),
])
const reports = new Map<string, Column>([
  ['登记编号', { field: 'sourceRef' }],
  ['登记时间', { field: 'occurredAt' }],
  ['来源', { field: 'channel' }],
  ['诉求', { field: 'narrative' }],
  ...shared,
  ...personColumns('申请人', 'applicant'),
  ...personColumns('被申请人', 'respondent'),
  ...factorColumns,
])

/** The columns of a kind of file by header. */
export const columnsOf = (kind: Kind): ReadonlyMap<string, Column> =>
  kind === 'police-alerts' ? alerts : reports

/** Headers as people type them: full-width, with spaces, with a unit in brackets. */
export const headerOf = (cell: string): string =>
  cell
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/\(.*\)$/, '')
