/** A risk model's document as a file: what is taken away as the draft of the next version, what was chosen to be
 *  published, and where in it the server's faults are. */
import { type FieldFault, save } from '../api/http.ts'
import type { ModelItem, RiskModel } from '../api/modelShapes.ts'
import { factorName } from '../texts/factors.ts'
import { modelTexts as words } from '../texts/models.ts'
import { texts } from '../texts/zh.ts'

export const nextVersion = (items: readonly ModelItem[], id: string): number =>
  Math.max(0, ...items.filter((item) => item.id === id).map(({ version }) => version)) + 1

/** Could be published as it is: the next version of its id, by a name in plain ASCII, as events have to have it. */
export function draftFrom(item: ModelItem, items: readonly ModelItem[]): RiskModel {
  const { hash, active, publishedAt, periods, whatIf, statement, ...document } = item
  const version = nextVersion(items, item.id)
  const isPlain = /^[\x20-\x7e]+$/.test(item.name)
  return { ...document, version, name: isPlain ? item.name : `${item.id}, version ${version}` }
}

export function saveDocument(document: RiskModel): void {
  const text = `${JSON.stringify(document, null, 2)}\n`
  save(new Blob([text], { type: 'application/json' }), `${document.id}-${document.version}.json`)
}

/** Of the shape of which the server has yet to say anything. */
export type Chosen = Readonly<Record<string, unknown>>
/** Null: no JSON object. */
export async function readFile(file: File): Promise<Chosen | null> {
  try {
    const read: unknown = JSON.parse(await file.text())
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Chosen) : null
  } catch {
    return null
  }
}

type Names = ReadonlyMap<string, string>
/** What the forms call their factors. */
export const namesIn = (items: readonly ModelItem[]): Names =>
  new Map(items.flatMap(({ factors }) => factors).map(({ id, name }) => [id, factorName(id, name)]))

const fields: Readonly<Record<string, string>> = words.fields
const reasons: Readonly<Record<string, string>> = words.faults

/** A fault in words: which part of the document, and what is wrong with it. */
export function sayFault({ pointer, reason }: FieldFault, document: Chosen, names: Names) {
  const [part = '', which, ...rest] = pointer.split('/').slice(1)
  const field = fields[rest.findLast((step) => fields[step]) ?? ''] ?? null
  const what = which === undefined ? fields[part] : entryOf(part, which, document, names)
  const isType = reason.startsWith('expected-') || reason === 'invalid-type'
  return {
    place: words.place(what ?? fields[part] ?? words.document, field),
    fault: (isType ? words.wrongType : reasons[reason]) ?? words.fault,
  }
}

/** One of several is told by its id and not by its place among them; a missing factor has only its id. */
function entryOf(part: string, which: string, document: Chosen, names: Names): string | undefined {
  const list = document[part]
  const entry: unknown = Array.isArray(list) ? list[Number(which)] : undefined
  const own = (key: string) => String((entry as Record<string, unknown> | undefined)?.[key] ?? which)
  if (part === 'factors') return words.factor(own('id'), names.get(own('id')) ?? null)
  if (part === 'combinations') return words.combination(own('id'))
  if (part === 'cutOffs') {
    const level = own('level')
    return words.cutOff(Object.hasOwn(texts.levels, level) ? texts.levels[level as 'low'] : level)
  }
  if (part === 'mandatoryReport' && typeof entry === 'string')
    return words.inList(fields[part]!, names.get(entry) ?? entry)
  return undefined
}
