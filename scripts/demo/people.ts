/**
 * Made-up people. Their document numbers carry the area code 999000, which nobody has, and their phones begin
 * with 1000000, which no network gives out, so nobody real can ever be meant.
 */
import { checkDigit } from '@jiahe/domain/idNumber.ts'
import { between, type Chance, oneOf } from './chance.ts'

export interface MadeUpPerson {
  readonly name: string
  readonly idNumber: string
  readonly phone: string
  /** GB/T 2261.1: 1 male, 2 female. */
  readonly sex: '1' | '2'
  readonly birthDate: string
}

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎',
]
const women = [...'芳娜秀敏静丽艳娟霞燕玲桂英兰红梅琳雪慧莉萍云洁倩颖']
const men = [...'伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆']

export function madeUpPerson(chance: Chance, sex: '1' | '2', bornFrom: number, bornTo: number): MadeUpPerson {
  const given = sex === '2' ? women : men
  const name = oneOf(chance, surnames) + oneOf(chance, given) + (chance() < 0.6 ? oneOf(chance, given) : '')
  const two = (n: number) => String(n).padStart(2, '0')
  const [year, month, day] = [
    between(chance, bornFrom, bornTo),
    between(chance, 1, 12),
    between(chance, 1, 28),
  ]
  const order = between(chance, 0, 499) * 2 + (sex === '1' ? 1 : 0)
  const digits = `999000${year}${two(month)}${two(day)}${String(order).padStart(3, '0')}`
  const phone = `1000000${String(between(chance, 0, 9999)).padStart(4, '0')}`
  return {
    name,
    idNumber: digits + checkDigit(digits),
    phone,
    sex,
    birthDate: `${year}-${two(month)}-${two(day)}`,
  }
}
