/** The headers of the bureaus' files and what they mean: those who read a file and those who send it find the same
 *  table in it. Factor columns come from the risk models themselves. */
import { dispute1 } from './models/dispute1.ts'
import { violence1 } from './models/violence1.ts'

export const fileKinds = ['police-alerts', 'dispute-reports'] as const
export type FileKind = (typeof fileKinds)[number]

export type MatterField =
  | 'sourceRef'
  | 'occurredAt'
  | 'channel'
  | 'regionCode'
  | 'address'
  | 'relationship'
  | 'maritalStatus'
  | 'disputeType'
  | 'narrative'
export type PersonField = 'name' | 'idNumber' | 'phone' | 'sex' | 'birthDate'
export type PersonRole = 'victim' | 'applicant' | 'respondent'
export type Column =
  | { readonly field: MatterField }
  | { readonly role: PersonRole; readonly person: PersonField }
  | { readonly factor: string }
  /** Known, and nothing that is kept. */
  | { readonly ignored: true }

const personColumns = (title: string, role: PersonRole): [string, Column][] =>
  (
    [
      ['姓名', 'name'],
      ['证件号', 'idNumber'],
      ['证件号码', 'idNumber'],
      ['身份证号', 'idNumber'],
      ['身份证号码', 'idNumber'],
      ['电话', 'phone'],
      ['联系电话', 'phone'],
      ['性别', 'sex'],
      ['出生日期', 'birthDate'],
    ] as const
  ).map(([name, person]) => [`${title}${name}`, { role, person }])

const factorColumns = [...violence1.factors, ...dispute1.factors]
  .filter((factor) => factor.points.kind !== 'counted')
  .map((factor): [string, Column] => [factor.name, { factor: factor.id }])

const matterColumns: [string, Column][] = [
  ['区划代码', { field: 'regionCode' }],
  ['事发地址', { field: 'address' }],
  ['地址', { field: 'address' }],
  ['双方关系', { field: 'relationship' }],
  ['婚姻状况', { field: 'maritalStatus' }],
  ['纠纷类型', { field: 'disputeType' }],
  ['接警单位', { ignored: true }],
  ['登记单位', { ignored: true }],
  ['序号', { ignored: true }],
]

const alerts = new Map<string, Column>([
  ['接警编号', { field: 'sourceRef' }],
  ['报警时间', { field: 'occurredAt' }],
  ...matterColumns,
  ...personColumns('受害人', 'victim'),
  ...personColumns('加害人', 'respondent'),
  ['简要警情', { field: 'narrative' }],
  ...factorColumns.filter(([, column]) => 'factor' in column && column.factor.startsWith('F')),
])
const reports = new Map<string, Column>([
  ['登记编号', { field: 'sourceRef' }],
  ['登记时间', { field: 'occurredAt' }],
  ['来源', { field: 'channel' }],
  ...matterColumns,
  ...personColumns('申请人', 'applicant'),
  ...personColumns('被申请人', 'respondent'),
  ['诉求', { field: 'narrative' }],
  ...factorColumns,
])

/** The columns of a kind of file by header. */
export const columnsOf = (kind: FileKind): ReadonlyMap<string, Column> =>
  kind === 'police-alerts' ? alerts : reports
