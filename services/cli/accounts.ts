/** `jiahe user`: who may sign in. A secret that is made is printed this once. */
import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { indexKeys } from '@jiahe/privacy/blindIndex.ts'
import {
  type AccountDb,
  type AccountTables,
  addAccount,
  disableAccount,
  hashPassword,
  type Role,
  roles,
  setOwnNumber,
} from '@jiahe/service-kit/accounts.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { withStore } from './connection.ts'
import { Ended, type ExitCode, wrongUse } from './outcome.ts'

const USERNAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/

export interface UserOptions {
  readonly role?: string
  readonly federation?: string
}

export async function addUser(username: string, { role, federation }: UserOptions): Promise<ExitCode> {
  if (!USERNAME.test(username)) throw wrongUse('用户名由字母、数字、点、下划线、连字符组成')
  if (!isRole(role)) throw wrongUse(`--role 应为 ${roles.join('、')} 之一`)
  if (federation === undefined || !/^(\d{4}|\d{6}|\d{9})$/.test(federation))
    throw wrongUse('--federation 应为妇联的区划代码：市 4 位、区县 6 位、乡镇街道 9 位')
  const password = randomBytes(12).toString('base64url')
  return withStore<AccountTables, ExitCode>(async ({ db, city }) => {
    if (!loadRegions(city).exists(federation)) throw wrongUse(`没有区划代码 ${federation}`)
    const account = { username, role, federation, password_hash: await hashPassword(password) }
    if (!(await addAccount(db, account))) throw new Ended(1, `已有用户 ${username}`)
    console.error(`${username} 的密码，只显示这一次：`)
    console.log(password)
    return 0
  })
}

const isRole = (role: string | undefined): role is Role => roles.some((known) => known === role)

export async function disableUser(username: string): Promise<ExitCode> {
  const known = await withStore<AccountTables, boolean>(({ db }) => disableAccount(db as AccountDb, username))
  if (!known) throw new Ended(1, `没有用户 ${username}`)
  console.log(`已停用 ${username}，其登录已全部失效。`)
  return 0
}

/** Her own document number, from the standard input: it is never an argument, nor kept but for its keyed hash. */
export async function numberUser(username: string): Promise<ExitCode> {
  const idNumber = (await text(process.stdin)).trim()
  const known = await withStore<AccountTables, boolean>(async ({ db, keyring }) => {
    const { indexKey } = await keyring()
    const { number } = indexKeys(indexKey, { idNumber, side: 'victim' })
    if (number === null) throw wrongUse('证件号码有误，请从标准输入给出 18 位号码')
    return setOwnNumber(db as AccountDb, username, Buffer.from(number, 'hex'))
  })
  if (!known) throw new Ended(1, `没有用户 ${username}`)
  console.log(`${username} 从此看不到本人为当事人的个案。号码本身不保存。`)
  return 0
}
