/** `jiahe organisations import`: the directory of organisations from a file, as somebody who may edit it. */
import { organisationColumns } from '@jiahe/domain/organisationColumns.ts'
import { notRunning, running } from './connection.ts'
import { importInto } from './importInto.ts'
import { contentOf, readLocal } from './localFile.ts'
import { Ended, type ExitCode, wrongUse } from './outcome.ts'
import { directoryInWords } from './reasons.ts'

export interface DirectoryOptions {
  readonly user?: string
  readonly to?: string
  readonly json?: boolean
}

const ADMINISTRATOR = 'admin'

export async function importOrganisations(path: string, options: DirectoryOptions): Promise<ExitCode> {
  const bytes = contentOf(path)
  const file = await readLocal(path, bytes, organisationColumns)
  const { to, user, password } = consoleOf(options)
  const cookie = await signIn(to, user, password)
  const url = new URL('v1/organisations/imports', to)
  try {
    const { json = false } = options
    return await importInto(file, { url, headers: { cookie }, inWords: directoryInWords, json })
  } finally {
    await fetch(new URL('v1/session', to), { method: 'DELETE', headers: { cookie } }).catch(() => {})
  }
}

/** The password of this machine's accounts goes to no other address. A password is no argument: those can be seen. */
function consoleOf({ to, user }: DirectoryOptions): { to: URL; user: string; password: string } {
  const given = process.env.JIAHE_PASSWORD
  const here = to === undefined || given === undefined ? running() : null
  const address = to ?? here?.consoleUrl
  if (address === undefined) throw notRunning()
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    throw wrongUse('--to 应为控制台的地址，如 http://127.0.0.1:8080')
  const url = new URL(address.endsWith('/') ? address : `${address}/`)
  const isHere = here?.consoleUrl !== undefined && new URL(here.consoleUrl).origin === url.origin
  const password = given ?? (isHere ? here.password : undefined)
  const name = user ?? (isHere ? ADMINISTRATOR : undefined)
  if (password === undefined || name === undefined)
    throw wrongUse('须用 --user 给出此地址的用户名，用环境变量 JIAHE_PASSWORD 给出密码')
  return { to: url, user: name, password }
}

/** Gives the session's cookie. */
async function signIn(to: URL, username: string, password: string): Promise<string> {
  const response = await fetch(new URL('v1/session', to), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  }).catch((error: unknown) => {
    throw new Ended(3, `连不上家和 ${to.origin}。请确认它正在运行，或检查 --to。`, error)
  })
  const cookie = response.headers.get('set-cookie')?.split(';')[0]
  if (response.status === 204 && cookie) return cookie
  if (response.status === 401) throw wrongUse('用户名或密码不正确')
  if (response.status === 429) throw new Ended(3, '登录尝试过多，请一分钟后再试')
  throw wrongUse('地址答复的不是家和，请检查 --to')
}
