/**
 * `dispute@1`: a family dispute without violence. Where there is violence it hands the case over to the
 * violence model. `extreme` is reached only by that hand-over. Points are a starting value by expert
 * judgement, not a validated scale.
 */
import { asked, defineModel, floor, handOver } from './model.ts'

const practice = 'mediation practice, expert judgement'

export const dispute1 = defineModel({
  id: 'dispute',
  version: 1,
  name: '婚姻家庭纠纷风险评估（起始版）',
  track: 'dispute',
  window_days: 365,
  factors: [
    handOver('D01', '家暴史或正在发生', 'violence in this family', practice),
    floor('D02', '扬言伤害自己或他人', 'threat of harm to self or others', 5, practice),
    asked('D03', '未成年人卷入', 'a minor is party or pawn', 2, practice),
    asked('D04', '孕产期、残疾、高龄、重病', 'pregnancy, disability, old age, grave illness', 2, practice),
    asked('D05', '无生活来源或被侵占财产', 'no livelihood, or property taken', 3, practice),
    {
      id: 'D06',
      name: '六个月内重复反映',
      label: 'reported again within 6 months',
      source: practice,
      points: { kind: 'counted', of: 'earlier-reports', days: 183, steps: [1, 3] },
    },
    asked('D07', '多方或群体卷入', 'several families or a crowd involved', 2, practice),
    {
      id: 'D08',
      name: '调解失败',
      label: 'mediation failed before',
      source: practice,
      points: { kind: 'counted', of: 'failed-mediations', days: 365, steps: [2] },
    },
    asked('D09', '诉讼或执行中', 'lawsuit or enforcement under way', 1, practice),
    asked('D10', '拟越级或集体上访', 'means to go over heads or in a group', 2, practice),
    asked('D11', '长期分居或离婚冷静期', 'long separation or cooling-off period', 1, practice),
    asked('D12', '赡养对象无人照料', 'an old person left without care', 3, practice),
  ],
  combinations: [],
  cutOffs: [
    { level: 'high', score: 8, floors: 1 },
    { level: 'medium', score: 4, floors: null },
    { level: 'low', score: null, floors: null },
  ],
  validFor: ['spouse', 'former-spouse', 'cohabitant', 'partner', 'parent-child', 'in-law', 'other'],
  mandatoryReport: [],
})
