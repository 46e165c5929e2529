/** The words of directories' files as the codes of the domain. Undefined: a word that nobody agreed on. */
import type { ImportedOrganisation } from '@jiahe/domain/organisationImport.ts'
import { capabilities, organisationKinds } from '@jiahe/domain/vocabulary.ts'
import { readerOf } from '@jiahe/sheets/cell.ts'

export const readKind = readerOf(organisationKinds, {
  妇女联合会: 'federation',
  妇女联合会组织: 'federation',
  人民调解委员会: 'mediation-organisation',
  调解委员会: 'mediation-organisation',
  调委会: 'mediation-organisation',
  婚调委: 'mediation-organisation',
  调解室: 'mediation-organisation',
  老舅妈: 'mediator',
  调解员: 'mediator',
  人民调解员: 'mediator',
  '调解员(老舅妈)': 'mediator',
  执业律师: 'lawyer',
  心理师: 'psychologist',
  心理咨询: 'psychologist',
  法律援助中心: 'legal-station',
  法援站: 'legal-station',
  法律服务站: 'legal-station',
  维权站: 'legal-station',
  庇护中心: 'shelter',
  庇护站: 'shelter',
  救助站: 'shelter',
  公安: 'police-station',
  公安派出所: 'police-station',
  法院: 'court',
  人民法庭: 'court',
  检察院: 'procuratorate',
  民政: 'civil-affairs',
  民政局: 'civil-affairs',
  司法: 'justice',
  司法局: 'justice',
  司法所: 'justice',
  医院: 'hospital',
  卫生院: 'hospital',
  社工: 'social-work',
  社工站: 'social-work',
})

export const readCapability = readerOf(capabilities, {
  调解: 'mediation',
  法律服务: 'legal-advice',
  法援: 'legal-aid',
  心理咨询: 'counselling',
  心理辅导: 'counselling',
  庇护: 'sheltering',
  临时庇护: 'sheltering',
  医疗: 'medical-care',
  未保: 'child-protection',
  走访: 'home-visit',
  '24小时': 'round-the-clock',
})

type Status = NonNullable<ImportedOrganisation['status']>
const statuses = { active: '在用', suspended: '停用' } as const
export const readStatus: (cell: string) => Status | undefined = readerOf<Status>(
  { ...statuses, dissolved: '注销', merged: '合并', 'entered-wrongly': '登记有误', other: '其他' },
  {
    ...{ 正常: 'active', 启用: 'active', 有效: 'active', 运行: 'active', 运行中: 'active' },
    ...{ 暂停: 'suspended', 暂停服务: 'suspended', 关闭: 'suspended', 停办: 'suspended' },
    ...{ 撤销: 'dissolved', 已注销: 'dissolved', 已撤销: 'dissolved', 已停用: 'suspended' },
  },
)
