/** `jiahe user`: who may sign in. A password that is made is printed this once, and is changed at the first sign-in. */
import { text } from 'node:stream/consumers'
import { COMMAND_LINE } from '@jiahe/domain/commandLine.ts'
import { indexKeys } from '@jiahe/privacy/blindIndex.ts'
import {
  type Acted,
  type ActingAccount,
  addAccount,
  disableAccount,
  giveOwnNumber,
  USERNAME,
} from '@jiahe/service-kit/accountActs.ts'
import { type AccountDb, type AccountTables, type Role, roles } from '@jiahe/service-kit/accounts.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import { loadRegions } from '@jiahe/service-kit/regions.ts'
import { type Store, withStore } from './connection.ts'
import { Ended, type ExitCode, wrongUse } from './outcome.ts'

export interface UserOptions {
  readonly role?: string
  readonly federation?: string
}
type Act = Parameters<typeof addAccount>[0]

/** Whoever has the machine may act on every account; it is recorded that it was done from here. */
const machine: ActingAccount = { accountId: COMMAND_LINE, refuses: () => null }

function acted(username: string, act: (act: Act, store: Store<AccountTables>) => Promise<Acted>) {
  return withStore<AccountTables, Acted>((store) =>
    act({ db: store.db as AccountDb, by: machine, at: new Date() }, store).catch((error: unknown) => {
      throw error instanceof Problem ? new Ended(1, sayings[error.reason]?.(username) ?? error.reason) : error
    }),
  )
}
const sayings: Readonly<Record<string, (username: string) => string>> = {
  'username-taken': (username) => `已有用户 ${username}`,
  'unknown-username': (username) => `没有用户 ${username}`,
  'role-not-at-level': () =>
    '该级妇联没有这个角色：dispatcher 属于市（4 位），district-officer 属于区县（6 位），mediator 属于区县或乡镇街道（6 或 9 位）。',
  'last-administrator': (username) => `${username} 是最后一名管理员，请先添加另一名管理员。`,
}

export async function addUser(username: string, { role, federation }: UserOptions): Promise<ExitCode> {
  if (!USERNAME.test(username)) throw wrongUse('用户名由字母、数字、点、下划线、连字符组成')
  if (!isRole(role)) throw wrongUse(`--role 应为 ${roles.join('、')} 之一`)
  if (federation === undefined || !/^(\d{4}|\d{6}|\d{9})$/.test(federation))
    throw wrongUse('--federation 应为妇联的区划代码：市 4 位、区县 6 位、乡镇街道 9 位')
  const { oneTime } = await acted(username, (act, { city }) => {
    if (!loadRegions(city).exists(federation)) throw wrongUse(`没有区划代码 ${federation}`)
    return addAccount(act, { username, role, federation })
  })
  console.error(`${username} 的一次性密码，只显示这一次，七天内有效，首次登录时须修改：`)
  console.log(oneTime!.password)
  return 0
}

const isRole = (role: string | undefined): role is Role => roles.some((known) => known === role)

export async function disableUser(username: string): Promise<ExitCode> {
  await acted(username, (act) => disableAccount(act, username))
  console.log(`已停用 ${username}，其登录已全部失效。`)
  return 0
}

/** Her own document number, from the standard input: it is never an argument, nor kept but for its keyed hash. */
export async function numberUser(username: string): Promise<ExitCode> {
  const idNumber = (await text(process.stdin)).trim()
  await acted(username, async (act, { keyring }) => {
    const { indexKey } = await keyring()
    const { number } = indexKeys(indexKey, { idNumber, side: 'victim' })
    if (number === null) throw wrongUse('证件号码有误，请从标准输入给出 18 位号码')
    return giveOwnNumber(act, username, Buffer.from(number, 'hex'))
  })
  console.log(`${username} 从此看不到本人为当事人的个案。号码本身不保存。`)
  return 0
}
