/** `jiahe key` and `jiahe user`: who may send, who may sign in. A secret that is made is printed this once. */
import { randomBytes } from 'node:crypto'
import {
  type AccountDb,
  type AccountTables,
  addAccount,
  disableAccount,
  hashPassword,
  type Role,
  roles,
} from '@jiahe/service-kit/accounts.ts'
import { addIntakeKey } from '@jiahe/service-kit/intakeKeys.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { withStore } from './connection.ts'
import { Ended, type ExitCode, wrongUse } from './outcome.ts'

const SOURCE = /^[a-z0-9][a-z0-9-]{0,63}$/
const USERNAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/

export async function addKey(source: string): Promise<ExitCode> {
  if (!SOURCE.test(source)) throw wrongUse('来源代码由小写字母、数字、连字符组成，如 psb-changzhou')
  // Hexadecimal: an option's value must not begin with a hyphen.
  const key = randomBytes(32).toString('hex')
  await withStore<AccountTables, void>(({ db }) => addIntakeKey(db, source, key))
  console.error(`${source} 的接入密钥，只显示这一次：`)
  console.log(key)
  return 0
}

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
