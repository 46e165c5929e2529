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

/** 10000001234 → 100****1234. Always four digits or more are hidden: of a shorter one only the end is left. */
export function maskPhone(phone: string): string {
  if (phone.length < 8) return '*'.repeat(phone.length)
  if (phone.length < 11) return '*'.repeat(phone.length - 4) + phone.slice(-4)
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

/** 999000199003072429 → 9990**********2429; what is too short to be one is hidden as a whole. */
export const maskIdNumber = (number: string): string =>
  number.length < 15
    ? '*'.repeat(number.length)
    : `${number.slice(0, 4)}${'*'.repeat(number.length - 8)}${number.slice(-4)}`
