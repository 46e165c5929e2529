import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { violence1 } from '@jiahe/domain/models/violence1.ts'
import t from 'tap'
import { jiahe } from './fixture.ts'

const nowhere = t.testdir()
const file = join(nowhere, 'alerts.csv')
writeFileSync(file, '接警编号,报警时间\n')
const directory = join(nowhere, 'organisations.csv')
writeFileSync(directory, '机构代码,机构名称,区划代码\n')

const { ref: _ref, ...model } = violence1
const { cutOffs: _cutOffs, ...headless } = model
const { source: _source, ...sourceless } = model.factors[0]!
const wrongModel = join(nowhere, 'wrong.json')
writeFileSync(wrongModel, JSON.stringify({ ...headless, colour: 'red', factors: [sourceless] }))
const strangeModel = join(nowhere, 'strange.json')
writeFileSync(strangeModel, JSON.stringify({ ...model, factors: [{ ...model.factors[0], id: 'X01' }] }))

const wrong: readonly [string, readonly string[], RegExp][] = [
  ['an unknown command', ['exprot'], /^没有命令 exprot。.+\n$/],
  ['half a command', ['key'], /^没有命令 key。.+\n$/],
  ['an unknown option', ['verify', '--fast'], /^没有选项 --fast。.+\n$/],
  ['a missing argument', ['import'], /^缺少参数：jiahe import <file>。.+\n$/],
  ['a file that is not there', ['import', join(nowhere, 'none.csv')], /^找不到文件 .+none\.csv\n$/],
  ['a folder', ['import', nowhere], /不是文件\n$/],
  ['a kind that is none', ['import', file, '--kind', 'alerts'], /^--kind 应为 .+，不能是 alerts\n$/],
  [
    'an address without its key',
    ['import', file, '--to', 'http://127.0.0.1:1', '--key', 'ü'],
    /^--key 不是接入密钥\n$/,
  ],
  [
    'a directory for another machine without a user',
    ['organisations', 'import', directory, '--to', 'http://127.0.0.1:1'],
    /^须用 --user .+JIAHE_PASSWORD.+\n$/,
  ],
  [
    'a directory without its columns',
    ['organisations', 'import', file],
    /没有找到表头。应有的列：机构代码.+\n$/,
  ],
  ['no model', ['what-if'], /^缺少参数：jiahe what-if <model>。.+\n$/],
  ['a model that is no JSON', ['what-if', file], /alerts\.csv 不是有效的 JSON\n$/],
  [
    'a model without what it needs',
    ['what-if', wrongModel],
    /不是风险模型：\n {2}\/factors\/0\/source {2}缺少\n {2}\/cutOffs {2}缺少\n {2}\/colour {2}没有此字段\n$/,
  ],
  [
    'a model that asks what no form does',
    ['what-if', strangeModel],
    /不是风险模型：\n {2}\/factors\/0\/id {2}表单中没有此因素.+\n$/,
  ],
  ['a read model that is none', ['rebuild', 'orders'], /^没有读模型 orders。.+orderDesk.+\n$/],
  ['a type that is none', ['history', '--type', 'AlertSeen'], /^没有事件类型 AlertSeen\n$/],
  ['a time that is none', ['history', '--as-of', 'gestern'], /^--as-of 应为时间.+\n$/],
  ['an export of what is not exported', ['export', 'people'], /^可导出 board、orders、history.+people\n$/],
  ['a format that is none', ['export', 'board', '--format', 'pdf'], /^--format 应为 .+pdf\n$/],
  ['a dimension that is none', ['export', 'board', '--by', 'region,age'], /^--by 应为 .+age\n$/],
  ['a copy of no log', ['log', 'copy', '--to', 'postgres'], /^须用 --from 和 --to .+\n$/],
  [
    'a log that is none',
    ['log', 'copy', '--from', 'mysql://a', '--to', 'postgres'],
    /^--from 应为 .+esdb:.+\n$/,
  ],
  ['a role that is none', ['user', 'add', 'zhang', '--role', 'boss'], /^--role 应为 .+mediator.+\n$/],
]
for (const [what, args, line] of wrong)
  t.test(`${what} is called wrongly: one line, code 2`, async (t) => {
    const { code, stdout, stderr } = await jiahe(nowhere, args)
    t.equal(code, 2)
    t.match(stderr, line)
    t.equal(stdout, '')
  })

t.test('where Jiahe does not run, one line says so and what to do', async (t) => {
  for (const args of [['verify'], ['history'], ['import', file], ['key', 'add', 'psb']]) {
    const { code, stderr } = await jiahe(nowhere, args)
    t.equal(code, 3)
    t.match(stderr, /^家和没有在这里运行.+npm start.+\n$/)
  }
})

t.test('an intake that does not answer is told apart from rejected rows', async (t) => {
  const { code, stderr } = await jiahe(nowhere, [
    ...['import', file],
    ...['--to', 'http://127.0.0.1:1', '--key', 'some-key'],
  ])
  t.equal(code, 3)
  t.match(stderr, /^连不上家和 http:\/\/127\.0\.0\.1:1。.+\n$/)
})

t.test('help names every command', async (t) => {
  const { code, stdout } = await jiahe(nowhere, ['--help'])
  t.equal(code, 0)
  for (const command of [
    'import',
    'organisations import',
    'history',
    'export',
    'rebuild',
    'verify',
    'what-if',
    'log copy',
    'key add',
    'key list',
    'key remove',
    'demo',
    'user add',
    'user disable',
  ])
    t.match(stdout, new RegExp(`^  ${command} .*\\p{Script=Han}`, 'mu'))
})

t.test('from its sources it says the same as what was compiled of them', async (t) => {
  const said = (own: Readonly<Record<string, string>>) =>
    jiahe(nowhere, ['rebuild', 'orders'], undefined, own).then(({ code, stderr }) => ({ code, stderr }))
  t.strictSame(await said({ JIAHE_COMPILED: '' }), await said({}))
})
