/** The words of the bureaus' files as the codes of the domain. Undefined: a word that nobody agreed on. */
import { injuries } from '@jiahe/domain/facts.ts'
import { plainDigits } from '@jiahe/domain/idNumber.ts'
import { channels, disputeTypes, maritalStatuses, relationships } from '@jiahe/domain/vocabulary.ts'
import { readerOf } from '@jiahe/sheets/cell.ts'

export const readMaritalStatus = readerOf(maritalStatuses, {
  离异: '40',
  丧妻: '30',
  丧夫: '30',
  分居中: 'separated',
  未说明的婚姻状况: '90',
  未知: '90',
  不详: '90',
})
export const readRelationship = readerOf(relationships, {
  配偶: 'spouse',
  夫妻关系: 'spouse',
  前夫妻: 'former-spouse',
  前夫: 'former-spouse',
  前妻: 'former-spouse',
  同居关系: 'cohabitant',
  恋爱: 'partner',
  恋爱关系: 'partner',
  恋人关系: 'partner',
  情侣: 'partner',
  父母子女关系: 'parent-child',
  父子: 'parent-child',
  母子: 'parent-child',
  父女: 'parent-child',
  母女: 'parent-child',
  婆媳关系: 'in-law',
})
export const readDisputeType = readerOf(disputeTypes, {
  家暴: 'domestic-violence',
  离婚纠纷: 'divorce',
  财产纠纷: 'property',
  抚养: 'custody',
  抚养权: 'custody',
  子女抚养纠纷: 'custody',
  赡养纠纷: 'elder-support',
  继承纠纷: 'inheritance',
  姻亲纠纷: 'in-law',
})
export const readChannel = readerOf(channels, {
  '110': 'police-110',
  '12338': 'hotline-12338',
  热线: 'hotline-12338',
  网站: 'web',
  网上: 'web',
  微信: 'web',
  信访来访: 'visit',
  信件: 'letter',
  网格: 'grid',
  人民法院: 'court',
  人民检察院: 'procuratorate',
  民政局: 'civil-affairs',
  民政部门: 'civil-affairs',
  司法局: 'justice',
  司法: 'justice',
  转办: 'internal-referral',
})
export const readSex = readerOf(
  { '0': '未知', '1': '男', '2': '女', '9': '未说明' },
  { 男性: '1', 女性: '2', M: '1', F: '2', 不详: '0' },
)
export const readInjury = readerOf(injuries, {
  无伤: 'none',
  无伤情: 'none',
  轻微: 'slight',
  轻微伤: 'slight',
  轻伤: 'slight',
  送医: 'treated',
  住院: 'treated',
  重伤: 'serious',
  不详: 'unknown',
  不明: 'unknown',
})

const answers = new Map([
  ...['是', '有', 'Y', 'YES', '1', '√', '✓', 'TRUE'].map((word) => [word, 'yes'] as const),
  ...['否', '无', '没有', '不是', 'N', 'NO', '0', '×', 'FALSE'].map((word) => [word, 'no'] as const),
  ...['未知', '不详', '不明', '不清楚', 'UNKNOWN', '?'].map((word) => [word, 'unknown'] as const),
])
export const readAnswer = (cell: string): 'yes' | 'no' | 'unknown' | undefined =>
  answers.get(plainDigits(cell))
