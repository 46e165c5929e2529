/**
 * How a command ends. 0: done. 1: done, and something is not as it should be (rejected rows, a difference, a
 * finding). 2: called wrongly. 3: it could not be done. What a person reads is one line, never a stack.
 */
import { KeyServiceFault } from '@jiahe/privacy/keyService.ts'
import { WrongSetting } from '@jiahe/service-kit/settings.ts'

export type ExitCode = 0 | 1 | 2 | 3

/** Ends the command with a line for whoever called it. */
export class Ended extends Error {
  override name = 'Ended'
  readonly code: ExitCode
  constructor(code: ExitCode, line: string, cause?: unknown) {
    super(line, { cause })
    this.code = code
  }
}

export const wrongUse = (line: string): Ended => new Ended(2, line)

/** What of a fault may be shown: a known one in words, any other by name and code only. PostgreSQL's and
 *  HTTP's messages may quote values. */
export function endOf(error: unknown): Ended {
  if (error instanceof Ended) return error
  if (error instanceof WrongSetting) return wrongUse(error.message)
  if (error instanceof Error && error.name === 'CACError') return wrongUse(inWords(error.message))
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['42P01', '3F000', '3D000'].includes(code))
    return new Ended(3, '这个数据库里没有家和的数据。请先在此运行 npm start，或检查 DATABASE_URL。', error)
  if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNRESET', '57P03'].includes(code))
    return new Ended(
      3,
      `连不上数据库（${code}）。请确认家和正在运行（npm start），或检查 DATABASE_URL。`,
      error,
    )
  if (code === '08007')
    return new Ended(3, '连不上 EventStoreDB。请确认它正在运行，或检查地址；可再次运行同一命令。', error)
  if (error instanceof Error && error.name === 'LogDenied')
    return new Ended(3, 'EventStoreDB 拒绝访问，请检查地址中的用户名和密码。', error)
  if (error instanceof KeyServiceFault)
    return new Ended(
      3,
      `密钥服务用不了（${error.message}）。请检查 KEY_SERVICE 等设置；可再次运行同一命令。`,
      error,
    )
  if (code.startsWith('28')) return new Ended(3, '数据库拒绝登录，请检查 DATABASE_URL。', error)
  const name = error instanceof Error ? error.name : typeof error
  return new Ended(3, `没有完成：${name}${code && ` ${code}`}。设置 DEBUG=1 可查看出错位置。`, error)
}

const sayings: readonly [RegExp, (found: string) => string][] = [
  [/^missing required args for command `(.+)`/, (command) => `缺少参数：jiahe ${command}`],
  [/^Unknown option `(.+)`/, (option) => `没有选项 ${option}`],
  [/^option `(.+)` value is missing/, (option) => `选项 ${option} 缺少值`],
  [/^Unused args: (.+)/, (args) => `多余的参数：${args.replaceAll('`', '')}`],
]

function inWords(message: string): string {
  for (const [pattern, say] of sayings) {
    const found = pattern.exec(message)?.[1]
    if (found !== undefined) return `${say(found)}。用法见 --help。`
  }
  return message
}
