import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { advised } from '@jiahe/console/refusals.ts'
import { alertExample } from '@jiahe/intake/body.ts'
import { titled } from '@jiahe/service-kit/problem.ts'
import { refusals } from '@jiahe/web/src/texts/en/refusals.ts'
import t from 'tap'
import { crossings, starts, undeclared } from './tidy/fence.ts'
import { readSource, readSources } from './tidy/sources.ts'
import { unsaid } from './tidy/words.ts'
import {
  deadLinks,
  fixtureGaps,
  leftovers,
  longFiles,
  machinePaths,
  tooLong,
  uncatalogued,
  vagueNames,
} from './tidy.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tree = readSources(root)
const file = (path: string, text: string) => [readSource(path, text)]

t.test('the domain knows nobody, packages know the domain, services never know each other', async (t) => {
  t.strictSame(crossings(tree), [])
  const caught: [string, string][] = [
    ['packages/domain/grade.ts', '@jiahe/event-log/log.ts'],
    ['packages/domain/grade.ts', 'kysely'],
    ['packages/event-log/log.ts', '@jiahe/read-models/schema.ts'],
    ['packages/read-models/orderDesk.ts', '@jiahe/event-log/log.ts'],
    ['packages/privacy/vault.ts', '../domain/ids.ts'],
    ['packages/domain/grade.ts', '@jiahe/console/main.ts'],
    ['services/intake/plan.ts', '@jiahe/policies/policy.ts'],
    ['services/intake/plan.ts', '../policies/policy.ts'],
    ['services/intake/plan.ts', '@jiahe/testing/database.ts'],
  ]
  for (const [path, name] of caught)
    t.strictSame(crossings(file(path, `import { x } from '${name}'`)), [`${path} imports ${name}`])
  const fine = `import t from 'tap'\nimport { x } from '@jiahe/policies/policy.ts'`
  t.strictSame(crossings(file('services/intake/plan.test.ts', fine)), [], 'a test may')
})

t.test('what a file imports, its package.json declares', async (t) => {
  t.strictSame(undeclared(root, tree), [])
  const path = 'packages/domain/grade.ts'
  t.strictSame(undeclared(root, file(path, `const { x } = await import('pg')`)), [`${path} imports pg`])
  const forTests = `import t from 'tap'`
  t.strictSame(undeclared(root, file(path, forTests)), [`${path} imports tap`])
  t.strictSame(undeclared(root, file('packages/domain/grade.test.ts', forTests)), [])
})

t.test('importing a package starts nothing', async (t) => {
  t.strictSame(starts(tree), [])
  t.strictSame(starts(file('packages/domain/a.ts', `const a = 1\nlisten(a)`)), ['packages/domain/a.ts:2'])
  t.strictSame(starts(file('packages/domain/a.ts', 'const a = await read()')), ['packages/domain/a.ts:1'])
})

t.test('a file that is not a test has at most 250 lines, or a reason to be longer', async (t) => {
  t.strictSame(tooLong(tree), [])
  t.ok(tooLong([...tree, ...file('services/a.ts', 'x\n'.repeat(251))]).includes('services/a.ts: 251 lines'))
  for (const reason of Object.values(longFiles)) t.ok(reason.length > 20)
})

t.test('nothing is left over: no notes to oneself, no talk where a log belongs', async (t) => {
  t.strictSame(leftovers(tree), [])
  t.strictSame(leftovers(file('scripts/a.ts', `// ${'TO'}${'DO'} later`)), [`scripts/a.ts:1: ${'TO'}${'DO'}`])
  const talk = 'console.log(1)'
  t.strictSame(leftovers(file('packages/domain/a.ts', talk)), ['packages/domain/a.ts:1: console.log('])
  t.strictSame(leftovers(file('services/cli/a.ts', talk)), [])
})

t.test('no file or folder has a name that says nothing', async (t) => {
  t.strictSame(vagueNames(tree), [])
  for (const path of [
    'a/utils/b.ts',
    'a/common.ts',
    'a/caseManager.ts',
    'a/helpers.test.ts',
    'a/date-util.ts',
  ])
    t.strictSame(vagueNames(file(path, '')), [path])
  t.strictSame(vagueNames(file('a/commonLaw.ts', '')), ['a/commonLaw.ts'])
  t.strictSame(vagueNames(file('a/uncommonGround.ts', '')), [])
})

t.test('every read model has the name of its file and is in the catalogue', async (t) => {
  t.strictSame(uncatalogued(tree), [])
  const path = 'packages/read-models/supervision.ts'
  const text = 'export const supervision: ReadModel = {'
  t.strictSame(uncatalogued(file(path, text)), [`${path}: supervision`])
})

t.test('every version of every event type has its golden fixture', async (t) => {
  t.strictSame(fixtureGaps(root), [])
})

t.test('the documents point at files that are there', async (t) => {
  t.strictSame(deadLinks(root, tree), [])
  const text = 'See [a](../nowhere.md), [b](https://example.org) and `packages/domain/nothing.ts`.'
  t.strictSame(deadLinks(root, file('infra/adr/a.md', text)), [
    'infra/adr/a.md: infra/nowhere.md',
    'infra/adr/a.md: packages/domain/nothing.ts',
  ])
})

t.test('the alert that the documents send is the one that the interface shows', async (t) => {
  for (const name of ['README.md', 'README.zh-CN.md']) {
    const sent = /--data '([^']+)'/.exec(readFileSync(join(root, name), 'utf8'))?.[1]
    t.strictSame(JSON.parse(sent ?? ''), alertExample, name)
  }
})

t.test('what a screen says can be said in English', async (t) => {
  t.strictSame(unsaid(tree), [])
  const caught: [string, string][] = [
    ['screens/a.tsx', `const a = <p>工单</p>`],
    ['screens/a.tsx', 'const a = `${b}：${c}`'],
    ['screens/a.tsx', `import { levels } from '@jiahe/domain/vocabulary.ts'`],
    ['screens/a.tsx', `import { chinese as words } from '../texts/orders.ts'`],
    ['texts/a.ts', `export const aTexts = { title: '工单' }`],
    ['texts/en/a.ts', `export const a = { title: '工单' }`],
    ['texts/en/a.ts', `import { b } from '../b.ts'`],
  ]
  for (const [path, text] of caught) t.equal(unsaid(file(`services/web/src/${path}`, text)).length, 1, text)
  const fine = `/** 工单 */\nimport { type Level, rank } from '@jiahe/domain/vocabulary.ts'\nconst a = <p>{words.title}</p>`
  t.strictSame(unsaid(file('services/web/src/screens/a.tsx', fine)), [])
})

t.test('every refusal is explained in English too', async (t) => {
  const reasons = [...new Set([...titled, ...advised])].sort()
  t.strictSame(Object.keys(refusals).sort(), reasons)
})

t.test('no file tells of a path on somebody’s machine', async (t) => {
  t.strictSame(machinePaths(tree), [])
  const path = `/${'home'}/somebody`
  t.strictSame(machinePaths(file('a.md', `in ${path}/jiahe`)), [`a.md:1: ${path}`])
})
