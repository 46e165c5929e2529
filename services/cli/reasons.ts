/** The reason codes of imports in words: what is wrong with a cell, and what to do about it. */
import { organisationRemarks, type Saying } from '@jiahe/domain/organisationRemarks.ts'

const rejections: Readonly<Record<string, Saying>> = {
  'unclosed-quote': { what: '引号没有成对', todo: '补上或删去多余的引号' },
  'invalid-value': { what: '内容无法识别', todo: '对照说明核对这一行' },
  'missing-reference': { what: '没有编号', todo: '填写编号' },
  'reference-digits-lost': { what: '编号被表格软件改成了科学计数', todo: '把该列设为文本，重新填写编号' },
  'reference-too-long': { what: '编号过长', todo: '编号不得超过 128 个字' },
  'missing-time': { what: '没有时间', todo: '填写时间，如 2026-05-01 21:14' },
  'unreadable-time': { what: '时间无法识别', todo: '改为 2026-05-01 21:14 的写法' },
  'more-than-a-day-ahead': { what: '时间在未来', todo: '核对年月日' },
  'before-1990': { what: '时间早于 1990 年', todo: '核对年份' },
  'no-person': { what: '没有当事人', todo: '至少填写姓名、证件号、电话之一' },
}

const doubts: Readonly<Record<string, Saying>> = {
  'unknown-column': { what: '不认识的列，未导入', todo: '如有用，请改用约定的列名' },
  'missing-column': { what: '没有此列', todo: '补上后可自动派单' },
  'id-number-check-digit': { what: '证件号校验码不符', todo: '核对证件号；未用于关联当事人' },
  'id-number-digits-lost': { what: '证件号末几位丢失', todo: '把该列设为文本，重新填写' },
  'id-number-format': { what: '证件号格式有误', todo: '核对证件号；未用于关联当事人' },
  'phone-digits-lost': { what: '电话号码位数丢失', todo: '把该列设为文本，重新填写' },
  'phone-format': { what: '电话号码格式有误', todo: '核对号码，否则无法回访' },
  'missing-region': { what: '没有区划代码', todo: '补上，否则须人工派单' },
  'region-digits-lost': { what: '区划代码位数丢失', todo: '把该列设为文本，重新填写' },
  'unknown-region': { what: '没有此区划代码', todo: '核对代码，否则须人工派单' },
  'unknown-township': { what: '没有此乡镇街道', todo: '核对代码；工单将派到区县' },
  'unknown-injury': { what: '不认识的伤情', todo: '改为约定的用词' },
  'unknown-answer': { what: '不认识的答案，按未知处理', todo: '填 是、否 或 未知' },
  'unknown-marital-status': { what: '不认识的婚姻状况', todo: '改为约定的用词' },
  'unknown-relationship': { what: '不认识的双方关系，按其他处理', todo: '改为约定的用词' },
  'unknown-dispute-type': { what: '不认识的纠纷类型', todo: '改为约定的用词' },
  'unknown-channel': { what: '不认识的来源', todo: '改为约定的用词' },
  'unknown-sex': { what: '不认识的性别', todo: '填 男 或 女' },
  'unreadable-date': { what: '日期无法识别', todo: '改为 1990-03-07 的写法' },
  'expected-of-channel': { what: '此来源应登记的内容没有填写', todo: '尽量补充' },
  'cut-off': { what: '内容过长，已截断', todo: '缩短内容' },
}

const known = { ...rejections, ...doubts }

const wording = ({ what, todo }: Saying): string => `${what}：${todo}`

/** 时间无法识别：改为 2026-05-01 21:14 的写法。A code that is new is shown as it is. */
export function inWords(reason: string): string {
  const saying = known[reason]
  return saying ? wording(saying) : reason
}

/** The same of a directory's rows. */
export function directoryInWords(reason: string): string {
  const saying = organisationRemarks[reason]
  return saying ? wording(saying) : reason
}

const errors: Readonly<Record<string, string>> = {
  'duplicate-column': '重复的列',
  'missing-column': '缺少的列',
}
/** A fault of the header. */
export const headerInWords = (reason: string): string => errors[reason] ?? reason
