/** The headers of a directory's file and what they mean: who reads a file and who sends it find the same table in it. */
export type OrganisationField =
  | 'code'
  | 'name'
  | 'kind'
  | 'regionCode'
  | 'address'
  | 'phone'
  | 'contactName'
  | 'contactPhone'
  | 'capabilities'
  | 'capacity'
  | 'status'
export type OrganisationColumn =
  | { readonly field: OrganisationField }
  /** Known, and nothing that is kept. */
  | { readonly ignored: true }

const titles: Readonly<Record<OrganisationField, readonly string[]>> = {
  code: ['机构代码', '机构编码', '代码'],
  name: ['机构名称', '名称'],
  kind: ['机构类型', '机构类别', '类型'],
  regionCode: ['区划代码', '行政区划代码'],
  address: ['地址', '机构地址', '办公地址'],
  phone: ['电话', '机构电话', '办公电话', '联系电话'],
  contactName: ['联系人', '联系人姓名', '负责人'],
  contactPhone: ['联系人电话', '联系人手机', '负责人电话'],
  capabilities: ['服务内容', '服务能力'],
  capacity: ['床位数', '床位', '接收能力'],
  status: ['状态', '机构状态'],
}

export const organisationColumns: ReadonlyMap<string, OrganisationColumn> = new Map([
  ...Object.entries(titles).flatMap(([field, words]) =>
    words.map((word): [string, OrganisationColumn] => [word, { field: field as OrganisationField }]),
  ),
  ['序号', { ignored: true }],
  ['备注', { ignored: true }],
])

/** Without these no row could be taken. */
export const requiredFields = ['code', 'name', 'regionCode'] as const satisfies readonly OrganisationField[]

/** As a person is told of it. */
export const titleOfField = (field: OrganisationField): string => titles[field][0]!
