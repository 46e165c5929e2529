/**
 * Made-up people. Their document numbers carry the area code 999000, which nobody has, and their phones begin
 * with 1000000, which no network gives out, so nobody real can ever be meant. Of such phones there are only
 * ten thousand, so they repeat; a number is given once and tells people apart.
 */
import { checkDigit } from '@jiahe/domain/idNumber.ts'
import { between, type Chance, happens, oneOf, weighted } from './chance.ts'

export type Sex = '1' | '2'
export interface MadeUpPerson {
  readonly name: string
  readonly idNumber: string
  readonly phone?: string
  /** GB/T 2261.1: 1 male, 2 female. */
  readonly sex: Sex
  readonly birthDate: string
}
/** Gives a person born in one of these years, each time somebody else. A child bears the father's surname. */
export type Register = (sex: Sex, bornFrom: number, bornTo: number, surname?: string) => MadeUpPerson

/** Surnames of the lower Yangtze, with their share in a thousand. */
const surnames: Readonly<Record<string, number>> = {
  ...{
    王: 72,
    张: 68,
    陈: 60,
    李: 50,
    徐: 42,
    周: 40,
    吴: 38,
    朱: 32,
    刘: 32,
    杨: 30,
    蒋: 30,
    钱: 22,
    孙: 22,
  },
  ...{
    史: 18,
    汤: 17,
    谢: 17,
    沈: 17,
    许: 16,
    黄: 16,
    赵: 16,
    陆: 15,
    顾: 15,
    潘: 14,
    高: 13,
    薛: 13,
    唐: 13,
  },
  ...{ 戴: 12, 庄: 11, 姚: 11, 冯: 11, 狄: 8, 何: 10, 马: 10, 丁: 10, 虞: 6, 胡: 12, 曹: 10, 袁: 10, 邹: 8 },
  ...{ 殷: 8, 万: 6, 承: 4, 恽: 4, 巢: 4, 是: 2, 臧: 4, 贺: 6, 彭: 6, 韦: 4, 芮: 6, 欧阳: 1, 上官: 1 },
}

/** Given names as they were given in those years: to women, to men. */
const given: readonly { readonly from: number; readonly names: Readonly<Record<Sex, string>> }[] = [
  {
    from: 0,
    names: {
      '2': '秀英 玉兰 桂英 凤英 秀兰 桂珍 兰英 玉珍 菊芳 美华 惠芳 月英 巧云 雪珍 金娣 杏芬 素琴 彩娣 云珍 银凤',
      '1': '建国 国平 志明 国强 金龙 荣生 洪根 小平 建华 德明 福生 志刚 炳荣 锁大 金根 云龙 国庆 永福 和平 正明',
    },
  },
  {
    from: 1967,
    names: {
      '2': '丽华 敏 静 红 燕 霞 丽娟 海燕 玉梅 建芳 春燕 丽萍 亚琴 雪芳 文娟 小红 琴 萍 晓红 亚芬 卫芳 云霞 国琴 彩萍',
      '1': '建军 勇 伟 军 建新 晓东 卫东 海平 国栋 俊 志强 小军 建伟 明 亚平 文忠 剑 刚 春华 永明 卫国 健 锋 立新',
    },
  },
  {
    from: 1980,
    names: {
      '2': '婷 丹 倩 莉 晓燕 丽娜 文静 晶晶 亚男 海霞 雅琴 晓琳 佳 洁 芸 露 娜 琳琳 玲玲 媛媛 晓丽 慧 旦 春兰 芳芳',
      '1': '磊 鹏 超 涛 斌 浩 亮 伟峰 晓峰 俊杰 海涛 文斌 志伟 凯 佳 晨 阳 栋 江涛 伟东 剑锋 一鸣 旭东 小龙 飞',
    },
  },
  {
    from: 1992,
    names: {
      '2': '雨婷 梦婷 思琪 佳怡 欣怡 雪 晨 梦洁 嘉欣 诗雨 雅婷 慧敏 悦 思雨 怡 文婷 佳慧 舒婷 雯 玥 心怡 静怡 丹妮 颖',
      '1': '宇 浩 杰 鑫 子豪 嘉伟 文杰 俊 宇航 天翔 泽宇 志豪 晨阳 佳豪 逸 翔 昊 帅 凯文 晓宇 明轩 柯 东旭 振宇 家乐',
    },
  },
  {
    from: 2007,
    names: {
      '2': '欣妍 可馨 梓涵 一诺 语桐 子萱 雨桐 佳琪 诗涵 沐阳 依诺 思颖 若曦 钰涵 芷晴 奕涵 安琪 书瑶 星月 静姝',
      '1': '子轩 浩然 宇轩 梓轩 俊熙 博文 子墨 皓轩 天佑 宸宇 奕辰 睿 晨曦 铭泽 承宇 一凡 锦程 楷瑞 思远 文博',
    },
  },
]

export function register(chance: Chance): Register {
  const taken = new Set<string>()
  return function person(sex, bornFrom, bornTo, surname): MadeUpPerson {
    const year = between(chance, bornFrom, bornTo)
    const birthDate = `${year}-${two(between(chance, 1, 12))}-${two(between(chance, 1, 28))}`
    const order = between(chance, 0, 499) * 2 + (sex === '1' ? 1 : 0)
    const digits = `999000${birthDate.replaceAll('-', '')}${String(order).padStart(3, '0')}`
    if (taken.has(digits)) return person(sex, bornFrom, bornTo, surname)
    taken.add(digits)
    const name = (surname ?? weighted(chance, surnames)) + givenName(chance, sex, year)
    const known = { name, idNumber: digits + checkDigit(digits), sex, birthDate }
    return year > 2012
      ? known
      : { ...known, phone: `1000000${String(between(chance, 0, 9999)).padStart(4, '0')}` }
  }
}

function givenName(chance: Chance, sex: Sex, year: number): string {
  const now = given.findLastIndex(({ from }) => from <= year)
  // Some bear a name of the years before.
  const era = given[now > 0 && now < given.length - 1 && happens(chance, 0.12) ? now - 1 : now]!
  return oneOf(chance, era.names[sex].split(' '))
}

const two = (n: number): string => String(n).padStart(2, '0')

/** Of a name with one or two characters of surname. */
export const surnameOf = ({ name }: MadeUpPerson): string =>
  /^(欧阳|上官)/.test(name) ? name.slice(0, 2) : name[0]!
