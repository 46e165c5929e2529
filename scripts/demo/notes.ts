/** What the staff of the federations write down with what they do. Nobody's name and no place is in it. */
import type { OrderCommand } from '@jiahe/domain/workOrderCommands.ts'
import { type Chance, happens, oneOf } from './chance.ts'

export type Written = Exclude<OrderCommand['type'], 'accept' | 'approve-closure'> | 'callback' | 'not-reached'

/** How often something is written, and what. */
const notes: Readonly<Record<Written, readonly [likely: number, ...words: string[]]>> = {
  contact: [
    0.6,
    '电话联系当事人，了解基本情况，情绪尚稳定。',
    '已与当事人取得联系，约定上门时间。',
    '当事人表示白天上班，晚间方便联系。',
    '告知其12338热线和法律援助途径，当事人表示感谢。',
    '提醒当事人保存伤情照片、就诊记录等证据。',
    '当事人暂住亲属家中，人身安全有保障。',
  ],
  visit: [
    1,
    '会同网格员上门走访，家中情况基本稳定。',
    '上门时双方均在家，分别谈话，未再发生肢体冲突。',
    '联合社区民警入户，对其进行训诫，当事人表示愿意配合。',
    '走访了解到双方因经济问题长期不和，已做思想工作。',
    '上门未见异常，邻居反映近期较安静。',
    '查看居住环境，孩子由老人照看，情绪尚可。',
  ],
  mediation: [
    1,
    '组织调解，双方就家庭开支和孩子接送达成一致。',
    '分别听取双方意见，分歧主要在财产方面。',
    '邀请“老舅妈”调解员参与，双方情绪缓和。',
    '双方各执一词，约定下周再次调解。',
    '律师志愿者讲解相关法律规定，双方表示回去考虑。',
  ],
  disposal: [
    1,
    '已完成走访和心理疏导，建立回访台账。',
    '已协助申请法律援助，并告知人身安全保护令申请流程。',
    '经调解双方和好，签订家庭和睦承诺书。',
    '已与派出所、社区对接，纳入重点关注名单。',
    '当事人选择通过诉讼解决，已引导至法律服务站。',
    '已制定安全计划，约定紧急联系方式。',
  ],
  'request-closure': [
    0.5,
    '近期回访情况稳定，申请办结。',
    '处置措施已落实，申请办结。',
    '当事人表示满意，申请办结。',
  ],
  'reject-closure': [
    1,
    '缺少近期回访情况，请补充后再报。',
    '请补充联合走访记录。',
    '处置结果表述不清，请核实后重报。',
  ],
  return: [
    1,
    '经核实当事人实际居住地不在本辖区。',
    '当事人已搬离，现居住地在邻近街道。',
    '承办人与当事人有亲属关系，申请回避。',
    '情况较复杂，需上级妇联统筹处理。',
  ],
  transfer: [0.7, '按实际居住地转派。', '请尽快签收并联系当事人。', '已与对方沟通，由其承接。'],
  dispatch: [0.7, '经向来源单位核实居住地后派单。', '电话核实地址后派单。'],
  callback: [
    0.45,
    '当事人称近期未再发生冲突。',
    '当事人表示双方已和好，暂无需要帮助的事项。',
    '当事人称仍有争吵，但未动手，已告知求助方式。',
    '当事人希望得到心理疏导，已预约咨询师。',
    '当事人正在咨询离婚事宜，已转介法律援助。',
  ],
  'not-reached': [0.15, '无人接听，改时段再拨。', '接听时旁边有人，未说明来意即结束通话。'],
}

/** Null where nothing was written. */
export function note(chance: Chance, about: Written): string | null {
  const [likely, ...words] = notes[about]
  return happens(chance, likely) ? oneOf(chance, words) : null
}
