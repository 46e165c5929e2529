/** What is said of a row of a directory's file, in words: what is wrong with a cell, and what to do about it. */
export interface Saying {
  readonly what: string
  readonly todo: string
}

const rejections: Readonly<Record<string, Saying>> = {
  'missing-code': { what: '没有机构代码', todo: '填写机构代码' },
  'code-digits-lost': { what: '机构代码被表格软件改成了科学计数', todo: '把该列设为文本，重新填写' },
  'code-format': { what: '机构代码格式有误', todo: '只用数字和大写字母，2 至 32 位' },
  'code-of-a-person': { what: '机构代码像是证件号或电话', todo: '改用机构自己的代码，不要填个人号码' },
  'code-of-a-region': { what: '机构代码是区划代码', todo: '区划代码只用于妇联，请改用机构自己的代码' },
  'federation-code': { what: '妇联的机构代码与区划代码不一致', todo: '妇联以区划代码为机构代码' },
  'missing-name': { what: '没有机构名称', todo: '填写机构名称' },
  'missing-region': { what: '没有区划代码', todo: '填写市 4 位、区县 6 位或乡镇街道 9 位代码' },
  'region-digits-lost': { what: '区划代码位数丢失', todo: '把该列设为文本，重新填写' },
  'unknown-region': { what: '没有此区划代码', todo: '核对代码' },
  'outside-city': { what: '不在本市辖区内', todo: '名录只收录本市的机构' },
  'outside-region': { what: '不在您的辖区内', todo: '请由该机构所在地的上级妇联导入' },
  'unclosed-quote': { what: '引号没有成对', todo: '补上或删去多余的引号' },
}

const doubts: Readonly<Record<string, Saying>> = {
  'unknown-column': { what: '不认识的列，未导入', todo: '如有用，请改用约定的列名' },
  'missing-kind-column': { what: '没有此列，机构类型按其他登记', todo: '补上机构类型' },
  'unknown-kind': { what: '不认识的机构类型，按其他登记', todo: '改为约定的用词' },
  'unknown-township-of-organisation': { what: '没有此乡镇街道，已登记到区县', todo: '核对代码' },
  'unknown-capability': { what: '有不认识的服务内容，未登记', todo: '改为约定的用词，用顿号分隔' },
  'unreadable-capacity': { what: '床位数无法识别', todo: '填写数字' },
  'unknown-status': { what: '不认识的状态，未改变', todo: '填 在用、停用 或 注销' },
  'organisation-phone-format': { what: '电话格式有误', todo: '核对号码，否则无法联系' },
  'phone-digits-lost': { what: '电话号码位数丢失', todo: '把该列设为文本，重新填写' },
  'code-stands-twice': { what: '同一机构代码在文件中出现多次', todo: '已以最后一行为准，请核对' },
  'cut-off': { what: '内容过长，已截断', todo: '缩短内容' },
}

export const organisationRemarks: Readonly<Record<string, Saying>> = { ...rejections, ...doubts }
