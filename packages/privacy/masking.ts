/** How people look on lists: enough to tell them apart, not enough to find them. */

const compound = [
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '司徒',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '夏侯',
  '端木',
  '南宫',
]

/** 张小红 → 张**, 欧阳春 → 欧阳* */
export function maskName(name: string): string {
  const surname = compound.find((s) => name.startsWith(s) && name.length > s.length) ?? [...name][0] ?? ''
  return surname + '*'.repeat(Math.max(1, [...name].length - [...surname].length))
}

/** 13800001234 → 138****1234 */
export const maskPhone = (phone: string): string =>
  phone.length < 8 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** 999000199003072420 → 9990**********2420 */
export const maskIdNumber = (number: string): string =>
  number.length < 10
    ? '*'.repeat(number.length)
    : `${number.slice(0, 4)}${'*'.repeat(number.length - 8)}${number.slice(-4)}`
