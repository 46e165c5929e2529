/**
 * What the police and the reception write down: short records that say in words what the facts say in codes.
 * Nobody's name and no place is in them.
 */
import type { FactorAnswers } from '@jiahe/domain/facts.ts'
import type { Channel, DisputeType, Relationship } from '@jiahe/domain/vocabulary.ts'
import { type Chance, happens, oneOf } from './chance.ts'
import type { Family } from './family.ts'
import type { Sex } from './people.ts'

type BySex = Readonly<Record<Sex, string>>
/** What she calls the other one. */
const others: Readonly<Record<Relationship, BySex>> = {
  spouse: { '1': '丈夫', '2': '妻子' },
  'former-spouse': { '1': '前夫', '2': '前妻' },
  cohabitant: { '1': '同居男友', '2': '同居女友' },
  partner: { '1': '男友', '2': '女友' },
  'parent-child': { '1': '儿子', '2': '女儿' },
  'in-law': { '1': '公公', '2': '婆婆' },
  other: { '1': '共同居住的亲属', '2': '共同居住的亲属' },
}

export function otherOf({ relationship, victim, respondent }: Family): string {
  const isElder = victim.birthDate < respondent.birthDate
  if (relationship === 'in-law' && isElder) return '儿媳'
  return others[relationship][respondent.sex]
}

const causes = [
  '家庭琐事',
  '经济问题',
  '酒后口角',
  '手机聊天记录',
  '夜不归宿',
  '赌博输钱',
  '家务分工',
  '赡养老人问题',
]
/** What only those quarrel about who have it. */
function causesOf({ relationship, children }: Family): readonly string[] {
  const married = relationship === 'spouse' || relationship === 'former-spouse'
  return [
    ...causes,
    ...(children.length > 0 ? ['子女教育问题'] : []),
    ...(married ? ['离婚事宜', '财产分割'] : []),
  ]
}
const blows: Readonly<Record<string, readonly string[]>> = {
  none: ['被推搡，无明显外伤', '遭辱骂、推搡，未见伤', '被对方砸坏家中物品，人未受伤'],
  slight: ['被打耳光，面部红肿', '手臂被抓伤，有淤青', '被拳击头部，额部轻微红肿'],
  treated: ['头面部多处挫伤，已自行就医', '左臂软组织挫伤，由家属送医', '被踢打腰部，医院诊断为软组织挫伤'],
  serious: ['肋骨骨折，由120送医', '头部裂伤缝合，住院治疗', '鼻骨骨折，已送医院治疗'],
  unknown: ['伤情待查', '称有疼痛，拒绝查看伤情'],
}
const said: Readonly<Record<string, readonly string[]>> = {
  F01: ['期间被对方掐颈，一度呼吸困难。', '对方用手扼住其颈部。'],
  F02: ['对方持菜刀相威胁，刀具已收缴。', '对方持木棍殴打。', '对方手持板凳砸向其身体。'],
  F03: ['对方扬言要杀死其全家。', '对方称“要了你的命”。'],
  F04: ['其表示担心会被对方打死，不敢回家。'],
  F05: ['对方此前已被出具告诫书，此次系再次施暴。'],
  F07: ['其称近期被打次数增多、下手更重。'],
  F08: ['对方以跳楼相要挟。', '对方称要同归于尽。'],
  F10: ['其目前怀孕，已建议就医检查。'],
  F13: ['其称平时手机、工资均由对方控制。'],
  F14: ['对方怀疑其有外遇。'],
  F15: ['对方多次到其单位门口守候。'],
  F17: ['孩子在场，受到惊吓。', '孩子上前劝阻时被推倒。'],
  F19: ['对方处于醉酒状态。', '对方酒后闹事。'],
  F20: ['对方近期失业，欠有外债。'],
}
/** Apart, in the words of what they were to each other. */
const apart: Partial<Record<Relationship, string>> = {
  spouse: '双方已分居，正在协商离婚。',
  'former-spouse': '双方离婚后仍因遗留问题时有冲突。',
  cohabitant: '双方已提出分手，对方不同意。',
  partner: '双方已提出分手，对方纠缠不休。',
}
const handled = [
  '民警到场后将双方分开，进行批评教育。',
  '民警到场制止并制作笔录，告知可申请人身安全保护令。',
  '已将对方传唤至派出所询问。',
  '经劝导双方情绪稳定，报警人表示暂不追究。',
  '已告知报警人伤情鉴定途径，社区网格员到场配合。',
  '报警人由亲属接走暂住。',
]
const nights = ['凌晨', '清晨', '上午', '中午', '下午', '傍晚', '晚间', '深夜']

/** Words for the time of day; `hour` in Shanghai. */
const partOfDay = (hour: number): string =>
  nights[[5, 8, 11, 13, 17, 19, 22].findIndex((until) => hour < until)] ?? '深夜'

export function alertNarrative(
  chance: Chance,
  family: Family,
  facts: FactorAnswers,
  hour: number,
  alertsBefore: number,
): string {
  const other = otherOf(family)
  const opening = oneOf(chance, [
    `报警称${partOfDay(hour)}与${other}因${oneOf(chance, causesOf(family))}发生争执，`,
    `${partOfDay(hour)}接报，报警人因${oneOf(chance, causesOf(family))}与${other}争吵后`,
    `报警人称被${other}殴打，起因为${oneOf(chance, causesOf(family))}，`,
  ])
  const clauses = Object.keys(said).flatMap((factor) =>
    facts[factor] === 'yes' ? [oneOf(chance, said[factor]!)] : [],
  )
  if (facts.F12 === 'yes') clauses.unshift(apart[family.relationship] ?? '')
  const again = alertsBefore > 0 ? `此前已因同类情况报警${alertsBefore}次。` : ''
  return `${opening}${oneOf(chance, blows[facts.F06 ?? 'unknown']!)}。${clauses.slice(0, 4).join('')}${again}${oneOf(chance, handled)}`
}

const matters: Readonly<Record<DisputeType, readonly string[]>> = {
  'domestic-violence': ['称长期遭受对方辱骂和殴打，此前碍于情面未报警'],
  divorce: ['要求离婚，对方不同意，双方分歧较大', '双方已分居，对离婚条件谈不拢', '登记离婚冷静期内对方反悔'],
  property: ['对婚后购房的份额有争议', '拆迁补偿款分配意见不一', '对方擅自转走共同存款'],
  custody: ['双方都要求直接抚养孩子', '对方拒绝其按约探望孩子', '孩子由老人带走，不让见面'],
  maintenance: ['对方已半年未付抚养费', '要求增加抚养费，对方称无力负担'],
  'elder-support': ['子女之间对轮流照料意见不一', '对方多月未付赡养费', '老人生病住院无人陪护'],
  inheritance: ['老人去世后对房屋继承有争议', '对遗嘱的真实性有异议'],
  'in-law': ['因带孩子的方式经常争吵', '同住期间积怨较深，要求分开居住'],
  infidelity: ['发现对方与他人保持不正当关系', '对方有婚外情并有共同支出'],
  parenting: ['孩子沉迷手机，管教时冲突激烈', '孩子厌学在家，亲子关系紧张'],
  other: ['家庭成员间积怨较深，时常争吵', '因户口迁移问题意见不一'],
}
const extras: Readonly<Record<string, string>> = {
  D01: '言谈中提到曾被对方动手。',
  D02: '对方曾扬言“大家都别想好过”。',
  D03: '未成年子女夹在中间，情绪受影响。',
  D04: '本人身体状况较差。',
  D05: '其目前无收入来源，生活困难。',
  D09: '已向法院提起诉讼。',
  D10: '表示如不解决将到上级机关反映。',
  D12: '老人目前独居，无人照料。',
}
const voices: Readonly<Record<Channel, string>> = {
  'police-110': '报警人',
  'hotline-12338': '来电人',
  web: '网上留言人',
  visit: '来访人',
  letter: '来信人',
  grid: '网格员走访发现，当事人',
  court: '法院诉前委派，原告',
  procuratorate: '检察院移送线索，当事人',
  'civil-affairs': '婚姻登记处转来，当事人',
  justice: '司法所转来，当事人',
  'internal-referral': '上级妇联转办，当事人',
}
const wishes = [
  '希望妇联出面调解。',
  '希望了解离婚手续及财产分割的规定。',
  '希望有人上门做工作。',
  '要求保密，仅希望得到法律咨询。',
  '请求协助联系律师。',
]

export function reportNarrative(
  chance: Chance,
  family: Family,
  facts: FactorAnswers,
  { channel, disputeType }: { readonly channel: Channel; readonly disputeType: DisputeType },
): string {
  const clauses = Object.keys(extras).flatMap((factor) => (facts[factor] === 'yes' ? [extras[factor]!] : []))
  const wish = happens(chance, 0.8) ? oneOf(chance, wishes) : ''
  return `${voices[channel]}反映与${otherOf(family)}的矛盾：${oneOf(chance, matters[disputeType])}。${clauses.slice(0, 3).join('')}${wish}`
}
