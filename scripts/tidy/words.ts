/** The words of the screens stand in `texts/`, where each can be said in another language: a screen neither writes Chinese
 *  itself nor takes a coded word's Chinese name from the domain, and the English holds no Chinese. */
import ts from 'typescript'
import type { Source } from './sources.ts'

const SCREENS = 'services/web/src/'
const TEXTS = `${SCREENS}texts/`
const ENGLISH = `${TEXTS}en/`
/** Papers of the office, which stay Chinese whatever the screens speak, and the names in them. */
const documents = [`${SCREENS}screens/orderPrint.tsx`, `${SCREENS}api/regions.ts`]
/** Tables of Chinese names; what else these files offer says nothing. */
const tables = /^@jiahe\/domain\/(.*[vV]ocabulary|organisationRemarks|facts)\.ts$/
const wordless = ['amountOf', 'crossOf', 'orderOf', 'measuresOf', 'boardValues', 'rank', 'higher', 'isPerson']

const chinese = /[\u4e00-\u9fff\u3001\u3002\uff08\uff09\uff1a\uff1b]/

export const unsaid = (sources: readonly Source[]): string[] =>
  sources
    .filter(({ path, isCode, isTest }) => isCode && !isTest && path.startsWith(SCREENS))
    .flatMap((source) => faultsOf(source).map((fault) => `${source.path}: ${fault}`))

function faultsOf({ path, text }: Source): string[] {
  if (path.startsWith(ENGLISH)) {
    const outside = valuesImported(path, text).filter(({ from }) => !from.startsWith('./'))
    return [...written(path, text), ...outside.map(({ from }) => `imports ${from}, which it has to wait for`)]
  }
  if (path.startsWith(TEXTS))
    return [...text.matchAll(/^export const (?!chinese\b)(\w+)(?:: [^=]+)? = \{/gm)].map(
      ([, name]) => `${name} is not said inLanguage`,
    )
  if (documents.includes(path)) return []
  const named = valuesImported(path, text).flatMap(({ from, names }) =>
    names
      .filter((name) =>
        from.includes('/texts/') ? name === 'chinese' : tables.test(from) && !wordless.includes(name),
      )
      .map((name) => `imports ${name} of ${from}`),
  )
  return [...written(path, text), ...named]
}

/** Chinese in a string, a template or between tags; comments may name a thing as the office does. */
function written(path: string, text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const says = ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node)
    if (says && chinese.test(node.text)) found.push(`says ${node.text.trim()}`)
    ts.forEachChild(node, visit)
  }
  visit(parsed(path, text))
  return found
}

interface Imported {
  readonly from: string
  readonly names: readonly string[]
}
function valuesImported(path: string, text: string): Imported[] {
  return parsed(path, text).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly) return []
    const from = (statement.moduleSpecifier as ts.StringLiteral).text
    const bindings = statement.importClause?.namedBindings
    const names =
      bindings && ts.isNamedImports(bindings)
        ? bindings.elements.filter((e) => !e.isTypeOnly).map((e) => (e.propertyName ?? e.name).text)
        : ['*']
    return names.length === 0 ? [] : [{ from, names }]
  })
}

const parsed = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.Latest,
    true,
    path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  )
