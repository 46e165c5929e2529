/**
 * Who may know whom. The domain and the sheets know nobody; packages know the domain, and the service kit the vault, too;
 * services know packages and never each other; scripts and tests may know all. What a file imports, its package.json declares; and a package only
 * offers: importing it starts nothing.
 */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'
import { type Source, workspaceOf } from './sources.ts'

/** The packages that each may import; those not named here may import the domain. */
const known: Readonly<Record<string, readonly string[]>> = {
  'packages/domain': [],
  'packages/sheets': [],
  // The settings say which key service the vault is opened with.
  'packages/service-kit': ['domain', 'privacy'],
}
/** Libraries of the domain: what is checked there has to be checked the same everywhere. */
const domainLibraries = ['zod']

export const crossings = (sources: readonly Source[]): string[] =>
  sources
    .filter(({ path, isTest }) => !isTest && workspaceOf(path) !== 'scripts')
    .flatMap((source) =>
      source.imports
        .filter((name) => !isAllowed(source.path, name))
        .map((name) => `${source.path} imports ${name}`),
    )

function isAllowed(path: string, name: string): boolean {
  const from = workspaceOf(path)
  if (from === null) return true
  if (name.startsWith('.')) return workspaceOf(posix.join(posix.dirname(path), name)) === from
  const ours = /^@jiahe\/([^/]+)/.exec(name)?.[1]
  if (ours === undefined) return from !== 'packages/domain' || domainLibraries.includes(name)
  if (from.startsWith('services/')) return isPackage(ours) || `services/${ours}` === from
  return `packages/${ours}` === from || (known[from] ?? ['domain']).includes(ours)
}

/** Of ours; `testing` starts things and is for tests. */
const isPackage = (name: string): boolean =>
  ['domain', 'event-log', 'read-models', 'privacy', 'service-kit', 'sheets', 'webhooks'].includes(name)

/** Imports that the package.json of the workspace does not declare. Development's are for tests and scripts. */
export function undeclared(root: string, sources: readonly Source[]): string[] {
  const declared = new Map<string, ReturnType<typeof readDeclared>>()
  return sources.flatMap(({ path, imports, isTest }) => {
    const workspace = workspaceOf(path)
    if (workspace === null) return []
    if (!declared.has(workspace)) declared.set(workspace, readDeclared(root, workspace))
    const { name, always, development } = declared.get(workspace)!
    const may = isTest || workspace === 'scripts' ? [...always, ...development] : always
    return imports
      .filter((imported) => !/^[./]/.test(imported) && !imported.startsWith('virtual:'))
      .map(packageOf)
      .filter((imported) => imported !== name && !may.includes(imported))
      .map((imported) => `${path} imports ${imported}`)
  })
}

function readDeclared(root: string, workspace: string) {
  const { name, dependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, workspace, 'package.json'), 'utf8'),
  )
  const names = (of: object | undefined) => Object.keys(of ?? {})
  return { name, always: names(dependencies), development: names(devDependencies) }
}

/** `@jiahe/domain/ids.ts` → `@jiahe/domain`, `tsx/esm/api` → `tsx` */
const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/')

/** Statements of a package that act when it is imported. */
export const starts = (sources: readonly Source[]): string[] =>
  sources
    .filter(({ path, isCode, isTest }) => path.startsWith('packages/') && isCode && !isTest)
    .flatMap(({ path, text }) => {
      const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
      return file.statements
        .filter((statement) => acts(statement))
        .map((s) => `${path}:${file.getLineAndCharacterOfPosition(s.getStart(file)).line + 1}`)
    })

function acts(statement: ts.Statement): boolean {
  if (ts.isExpressionStatement(statement))
    return ts.isCallExpression(statement.expression) || ts.isAwaitExpression(statement.expression)
  return ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.some((d) => d.initializer && ts.isAwaitExpression(d.initializer))
    : false
}
