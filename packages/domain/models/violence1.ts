/**
 * `violence@1`: violence between present or former partners and within the family. Factors are those that
 * published instruments share (Danger Assessment, LAP, ODARA, TIPVDA, DASH, DARA, MARAC); points are a
 * starting value by expert judgement, not a validated scale.
 */
import { asked, defineModel, floor, lasting } from './model.ts'

export const violence1 = defineModel({
  id: 'violence',
  version: 1,
  name: '家庭暴力风险评估（起始版）',
  track: 'violence',
  window_days: 365,
  factors: [
    floor(
      'F01',
      '扼颈窒息',
      'strangulation',
      5,
      'Danger Assessment, LAP, TIPVDA; Glass 2008: OR 6.7 attempted, 7.5 completed homicide',
    ),
    floor(
      'F02',
      '持械或械胁',
      'weapon used or threatened',
      4,
      'Danger Assessment, LAP item 1; Spencer & Stith meta-analysis',
    ),
    floor('F03', '扬言杀害', 'threat to kill', 4, 'Danger Assessment, LAP item 2, ODARA'),
    floor('F04', '被害人认为会被杀', 'victim believes she may be killed', 3, 'Danger Assessment, LAP item 3'),
    floor('F05', '违反告诫书或保护令', 'breach of warning letter or protection order', 4, 'ODARA'),
    {
      id: 'F06',
      name: '伤情',
      label: 'injury',
      source: 'police grading practice',
      points: {
        kind: 'degree',
        degrees: [
          { value: 'none', points: 0, floor: false },
          { value: 'slight', points: 1, floor: false },
          { value: 'treated', points: 2, floor: false },
          { value: 'serious', points: 4, floor: true },
        ],
      },
    },
    asked('F07', '暴力升级', 'more often or more severe', 3, 'Danger Assessment'),
    asked(
      'F08',
      '以自杀或同归于尽相胁',
      'threat of suicide or murder-suicide',
      3,
      'Danger Assessment, LAP, TIPVDA',
    ),
    asked('F09', '性暴力', 'sexual violence', 3, 'Danger Assessment'),
    asked('F10', '孕期施暴', 'violence in pregnancy', 3, 'Danger Assessment, ODARA, TIPVDA'),
    {
      id: 'F11',
      name: '十二个月内警情',
      label: 'earlier alerts in 12 months',
      source: 'ODARA; MARAC repeat criterion',
      points: { kind: 'counted', of: 'earlier-alerts', days: 365, steps: [1, 2, 3] },
    },
    asked('F12', '分居或离婚中', 'separated or divorcing', 2, 'Danger Assessment, LAP'),
    asked('F13', '强制控制', 'coercive control', 2, 'Danger Assessment, DARA'),
    asked('F14', '暴力性嫉妒', 'violent jealousy', 2, 'Danger Assessment, LAP'),
    asked('F15', '跟踪骚扰', 'stalking', 2, 'Danger Assessment, LAP, DASH'),
    lasting('F16', '有继子女', 'stepchild in the home', 2, 'Danger Assessment, LAP, ODARA'),
    asked(
      'F17',
      '儿童受害或被威胁',
      'child harmed or threatened',
      2,
      'Danger Assessment; Anti-Domestic-Violence Law art. 14',
    ),
    lasting('F18', '对他人暴力史', 'violence to others', 2, 'ODARA'),
    asked('F19', '酗酒或毒品', 'alcohol or drugs', 1, 'ODARA, Danger Assessment'),
    asked('F20', '失业或债务', 'unemployment or debt', 1, 'Danger Assessment, LAP'),
    asked('F21', '求助障碍', 'barriers to help', 1, 'ODARA'),
    asked('F22', '精神危机', 'mental crisis', 1, 'expert judgement'),
    asked('F23', '姻亲冲突', 'in-law conflict', 1, 'expert judgement'),
  ],
  combinations: [
    {
      id: 'F13+F12',
      factors: ['F13', 'F12'],
      points: 2,
      source: 'Danger Assessment, DARA: control at separation',
    },
  ],
  cutOffs: [
    { level: 'extreme', score: 18, floors: 2 },
    { level: 'high', score: 10, floors: 1 },
    { level: 'medium', score: 5, floors: null },
    { level: 'low', score: null, floors: null },
  ],
  validFor: ['spouse', 'former-spouse', 'cohabitant', 'partner'],
  mandatoryReport: ['F17'],
})
