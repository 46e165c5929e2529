/** Passwords: how one that is given is made, and which ones nobody may choose. What is kept of one is its argon2id hash. */
import { randomInt } from 'node:crypto'

/** Without letters that are taken for one another, since it is read aloud or copied from paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 4
const GROUP_LENGTH = 4
/** Good for so long after it was given. */
export const ONE_TIME_MS = 7 * 86_400_000

/** 79 bits, in groups of four. */
export function oneTimePassword(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

export const SHORTEST = 10
export const LONGEST = 256
export type Weakness =
  | 'password-too-short'
  | 'password-too-common'
  | 'password-of-name'
  | 'password-unchanged'

/** Of those that are tried first and long enough; compared without case and marks. */
const common: ReadonlySet<string> = new Set([
  ...['password12', 'password123', 'password1234', 'passw0rd123', 'adminadmin', 'admin12345', 'admin123456'],
  ...['administrator', 'qwertyuiop', 'qwerty12345', 'qwerty123456', 'qwer123456', 'asdfghjkl', 'asdfghjkl1'],
  ...['zxcvbnm123', '1q2w3e4r5t', '1q2w3e4r5t6y', '1qaz2wsx3edc', 'qazwsxedc123', 'abc1234567', 'abcd123456'],
  ...['abcdefghij', 'aa12345678', 'a123456789', 'a1234567890', 'woaini1314', 'woaini520', 'woaini1314520'],
  ...['iloveyou123', 'welcome123', 'letmein1234', 'changeme123', 'test123456', 'root123456', 'huawei12345'],
  ...[
    'fulian12345',
    'fulian12338',
    'fulian123456',
    'jiahe12345',
    'jiahe123456',
    'changzhou123',
    'fl12345678',
  ],
])
const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Why nobody may choose it; null when she may. Digits alone are a telephone, a birthday or a number of hers. */
export function weaknessOf(password: string, username: string): Weakness | null {
  if ([...password].length < SHORTEST) return 'password-too-short'
  const [plain, name] = [bare(password), bare(username)]
  if (name.length >= 3 && plain.includes(name)) return 'password-of-name'
  const digitsOnly = /^\d*$/.test(plain)
  const fewLetters = new Set(plain).size < 4
  return digitsOnly || fewLetters || common.has(plain) ? 'password-too-common' : null
}
