/** The files of the product as the checks see them: those that git keeps or would keep, and what they import. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'

export interface Source {
  /** From the root, with `/`. */
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly isCode: boolean
  /** Tests, and what only tests read: examples, fixtures, specifications, contracts, doubles. */
  readonly isTest: boolean
  /** What it imports, as written; Node's own modules are left out. */
  readonly imports: readonly string[]
}

const code = /\.(ts|tsx|js|mjs)$/
const readable = /\.(ts|tsx|js|mjs|css|html|json|yaml|yml|toml|md|sh|sql)$/
const test =
  /\.test\.ts$|\.writer\.ts$|(^|\/)(example|fixture|runnerFixture|scene|spec|contract)[A-Za-z]*\.ts$|\/contract\/|\/double\//

export function readSources(root: string): Source[] {
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return stdout
    .split('\n')
    .filter((path) => readable.test(path) && path !== 'pnpm-lock.yaml' && existsSync(join(root, path)))
    .map((path) => readSource(path, readFileSync(join(root, path), 'utf8')))
}

export function readSource(path: string, text: string): Source {
  const isCode = code.test(path)
  const isTest = test.test(path) || path.startsWith('packages/testing/')
  const lines = text.replace(/\n$/, '').split('\n').length
  const imports = isCode ? importsOf(text) : []
  return { path, text, lines, isCode, isTest, imports }
}

const importsOf = (text: string): string[] =>
  ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => !isBuiltin(name))

/** `packages/domain/models/model.ts` → `packages/domain`; null at the root. */
export function workspaceOf(path: string): string | null {
  if (path.startsWith('scripts/')) return 'scripts'
  return /^(packages|services)\/[^/]+(?=\/)/.exec(path)?.[0] ?? null
}
