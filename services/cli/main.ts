/**
 * `jiahe`: the commands, their options and their help. What a command needs is loaded when it is called. Each
 * ends with an exit code: see outcome.ts.
 */
import { createRequire } from 'node:module'
import { cac } from 'cac'
import type { UserOptions } from './accounts.ts'
import type { DemoOptions } from './demo.ts'
import type { ExportOptions } from './export.ts'
import type { HistoryOptions } from './history.ts'
import type { ImportOptions } from './import.ts'
import type { LogCopyOptions } from './logCopy.ts'
import type { LogSwitchOptions } from './logSwitch.ts'
import type { DirectoryOptions } from './organisations.ts'
import { type ExitCode, endOf, wrongUse } from './outcome.ts'
import type { HeadOptions } from './provedHeads.ts'

const cli = cac('jiahe')
/** Commands of two words are one name to the parser. */
const [node = '', script = '', first = '', second, ...rest] = process.argv
const isPair =
  ['key', 'user', 'log', 'organisations', 'webhook'].includes(first) &&
  second !== undefined &&
  !second.startsWith('-')
const argv = isPair ? [node, script, `${first} ${second}`, ...rest] : process.argv

const JSON_OPTION = ['--json', '输出 JSON'] as const

cli
  .command('import <file>', '导入警情或纠纷线索文件（CSV、XLSX）；未导入的行写入 <file>.rejected.csv')
  .option('--kind <kind>', 'police-alerts 警情，dispute-reports 纠纷线索', { default: 'police-alerts' })
  .option('--key <key>', '接入密钥；默认用本机的')
  .option('--to <url>', '接入服务地址；默认为本机')
  .option(...JSON_OPTION)
  .action(async (file, options: ImportOptions) => {
    const { importFile } = await import('./import.ts')
    return importFile(String(file), { ...options, ...texts(options, ['kind', 'key', 'to']) })
  })
cli
  .command('organisations import <file>', '导入组织名录文件（CSV、XLSX）；未导入的行写入 <file>.rejected.csv')
  .option('--user <username>', '用户名，密码在环境变量 JIAHE_PASSWORD 中；默认用本机的 admin')
  .option('--to <url>', '控制台地址；默认为本机')
  .option(...JSON_OPTION)
  .action(async (file, options: DirectoryOptions) => {
    const { importOrganisations } = await import('./organisations.ts')
    return importOrganisations(String(file), { ...options, ...texts(options, ['user', 'to']) })
  })
cli
  .command('history', '查看事件历史')
  .option('--stream <stream>', '只看一条流，或一类流，如 familyCase')
  .option('--type <type>', '只看一种事件')
  .option('--as-of <time>', '截至此刻已知的，如 2026-11-23T21:00')
  .option('--limit <n>', '只看最后 n 个')
  .option('--follow', '持续显示新的事件')
  .option(...JSON_OPTION)
  .action(async (options: HistoryOptions) => {
    const { history } = await import('./history.ts')
    return history({ ...options, ...texts(options, ['stream', 'type', 'asOf', 'limit']) })
  })
cli
  .command('export <what>', '导出 board 动态数据库、orders 工单或 history 事件历史；不含当事人信息')
  .option('--format <format>', 'xlsx、csv（UTF-8，供 Excel 打开）或 ndjson', { default: 'xlsx' })
  .option('--out <file>', '写入的文件；默认在当前目录')
  .option('--by <dimensions>', 'board：region,maritalStatus,disputeType,grade,channel,day 的任意组合')
  .option('--region <code>', 'board：只看此区划')
  .option('--from <day>', 'board：发生日期自')
  .option('--to <day>', 'board：发生日期至')
  .option('--as-of <time>', 'board：截至此刻已知的')
  .option(...JSON_OPTION)
  .action(async (what, options: ExportOptions) => {
    const { exportSheet } = await import('./export.ts')
    const names = ['format', 'out', 'by', 'region', 'from', 'to', 'asOf'] as const
    return exportSheet(String(what), { ...options, ...texts(options, names) })
  })
cli
  .command('rebuild [model]', '由历史重算读模型，不影响使用')
  .option(...JSON_OPTION)
  .action(async (model, options) => {
    const { rebuild } = await import('./rebuild.ts')
    return rebuild(model === undefined ? undefined : String(model), options)
  })
cli
  .command('verify', '核对历史、日终签名、读模型与回访覆盖')
  .option('--heads <folder>', '另处保存的日终签名所在目录；默认为本机的')
  .option('--key <key>', '签名公钥（base64），多个用逗号分隔；默认为本机的')
  .option(...JSON_OPTION)
  .action(async (options: HeadOptions & { json?: boolean }) => {
    const { verify } = await import('./verify.ts')
    return verify({ ...options, ...texts(options, ['heads', 'key']) })
  })
cli
  .command('what-if <model>', '用风险模型文件（JSON）重演全部历史，与现行模型比较；不改动任何内容')
  .option(...JSON_OPTION)
  .action(async (model, options) => (await import('./whatIf.ts')).whatIf(String(model), options))
cli
  .command('log copy', '把事件历史复制到另一个日志并核对，可中断后继续')
  .option('--from <log>', '来源：postgres（本机）、postgres://… 或 esdb://…')
  .option('--to <log>', '目标：同上；须为空，或为此前开始的副本')
  .option(...JSON_OPTION)
  .action(async (options: LogCopyOptions) => {
    const { logCopy } = await import('./logCopy.ts')
    return logCopy({ ...options, ...texts(options, ['from', 'to']) })
  })
cli
  .command('log switch', '停止家和后，改用另一个日志：复制、核对、迁移进度；原日志保留')
  .option('--to <log>', '目标：postgres（本库）或 esdb://…')
  .option(...JSON_OPTION)
  .action(async (options: LogSwitchOptions) => {
    const { logSwitch } = await import('./logSwitch.ts')
    return logSwitch({ ...options, ...texts(options, ['to']) })
  })
cli
  .command('key add <source>', '为来源生成接入密钥；更换时先加新的，来源换用后再删旧的')
  .option('--signed', '生成签名密钥：请求带签名，密钥本身不随请求发送')
  .action(async (source, options) => (await import('./keys.ts')).addKey(String(source), options))
cli
  .command('key list', '查看接入密钥及最近使用时间')
  .option(...JSON_OPTION)
  .action(async (options) => (await import('./keys.ts')).listKeys(options))
cli
  .command('key remove <id>', '删除接入密钥')
  .action(async (id) => (await import('./keys.ts')).removeKey(String(id)))
cli
  .command(
    'key rotate-master',
    '不停机更换主密钥或密钥服务；新的以 NEW_ 开头的设置给出。中断后再次运行即继续',
  )
  .option(...JSON_OPTION)
  .action(async (options) => (await import('./rotateMaster.ts')).rotateMaster(options))
cli
  .command('webhook add <source> <url>', '把来源的回执变化推送到此地址，生成签名密钥')
  .action(async (source, url) => (await import('./webhooks.ts')).addWebhook(String(source), String(url)))
cli
  .command('webhook list [source]', '查看推送地址、待推送与未送达')
  .option(...JSON_OPTION)
  .action(async (source, options) =>
    (await import('./webhooks.ts')).listWebhooks(source === undefined ? null : String(source), options),
  )
for (const [verb, description] of [
  ['pause', '暂停推送，变化照常记下'],
  ['resume', '恢复推送'],
  ['remove', '删除推送地址和待推送的内容'],
  ['retry', '立即重试，未送达的一并重新推送'],
] as const)
  cli
    .command(`webhook ${verb} <id>`, description)
    .action(async (id) => (await import('./webhooks.ts')).changeWebhook(verb, String(id)))
cli
  .command('user add <username>', '新建用户，生成密码')
  .option(
    '--role <role>',
    'dispatcher 派单员，district-officer 区县妇联，mediator 调解员，analyst 研判员，statistician 统计员，auditor 审计员，administrator 管理员',
  )
  .option('--federation <code>', '所在妇联的区划代码')
  .action(async (username, options: UserOptions) => {
    const { addUser } = await import('./accounts.ts')
    return addUser(String(username), texts(options, ['role', 'federation']))
  })
cli
  .command(
    'user number <username>',
    '登记工作人员本人证件号码（从标准输入读取，只存其密钥散列），使其看不到本人为当事人的个案',
  )
  .action(async (username) => (await import('./accounts.ts')).numberUser(String(username)))
cli
  .command('user disable <username>', '停用用户')
  .action(async (username) => (await import('./accounts.ts')).disableUser(String(username)))
cli
  .command('demo', '演练：在单独的数据库中按驱动时钟重演一座虚构城市，并独立计数核对')
  .option('--days <n>', '演练的天数', { default: 180 })
  .option('--families <n>', '家庭数；默认按五百万人口的城市')
  .option('--kills <n>', '其间强行终止派单进程的次数')
  .option('--step <minutes>', '时钟每步的分钟数，默认 30')
  .option('--until <time>', '演练到此刻；默认为当前整点')
  .option('--seed <n>', '随机种子；相同则历史相同')
  .option('--keep', '保留演练的数据库')
  .option(...JSON_OPTION)
  .action(async (options: DemoOptions) => {
    const { demo } = await import('./demo.ts')
    return demo({ ...options, ...texts(options, ['days', 'families', 'kills', 'step', 'until', 'seed']) })
  })

const titles: Readonly<Record<string, string>> = { Usage: '用法', Commands: '命令', Options: '选项' }
cli.help((sections) =>
  sections
    .filter(({ title }) => !title?.startsWith('For more info'))
    .map(({ title, body }) => ({
      ...(title === undefined ? {} : { title: titles[title] ?? title }),
      body: body
        .replace('Display this message', '显示帮助')
        .replace('Display version number', '显示版本')
        .replace(/\(default: (.+)\)/, '（默认 $1）'),
    }))
    .concat(endings),
)
const endings = [
  {
    title: '退出码',
    body: '  0 完成  1 有未导入的行、不一致或问题  2 用法有误  3 未能完成',
  },
]
cli.version(createRequire(import.meta.url)('./package.json').version)

/** What looks like a number was read as one; all of these are texts. */
function texts<K extends string>(options: { readonly [P in K]?: unknown }, names: readonly K[]) {
  const said = names.filter((name) => options[name] !== undefined)
  return Object.fromEntries(said.map((name) => [name, String(options[name])])) as { [P in K]?: string }
}

async function run(): Promise<ExitCode> {
  cli.parse(argv, { run: false })
  if (cli.options.help || cli.options.version) return 0
  if (cli.matchedCommand) return await cli.runMatchedCommand()
  if (cli.args.length > 0) throw wrongUse(`没有命令 ${cli.args.join(' ')}。用 jiahe --help 查看全部命令。`)
  cli.outputHelp()
  return 0
}

// Whoever reads may stop reading, as `head` does.
process.stdout.on('error', () => process.exit(0))
try {
  process.exitCode = await run()
} catch (error) {
  const { code, message, cause } = endOf(error)
  console.error(message)
  if (process.env.DEBUG && cause instanceof Error) console.error(cause.stack?.split('\n').slice(1).join('\n'))
  process.exitCode = code
}
