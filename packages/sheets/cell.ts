/** What a cell says, whatever a spreadsheet or a person has put around it. */

/** Stray spaces and invisible marks are gone, and what makes Excel take digits for text; a cell that only says
 *  that it is empty is empty. */
export function tidyCell(cell: string): string {
  const text = cell
    .replaceAll('\u0000', '')
    .replace(/[\u200b\ufeff]/g, '')
    .trim()
    .replace(/^="(.*)"$/s, '$1')
    .replace(/^'(?=\S)/, '')
    .trim()
  return /^(-+|—+|\/|null|无此项)$/i.test(text) ? '' : text
}

/** A reader of a table's codes, which also takes its Chinese words and what is said for them. Undefined: a word that
 *  nobody agreed on. */
export function readerOf<Code extends string>(
  table: Readonly<Record<Code, string>>,
  alsoSaid: Readonly<Record<string, NoInfer<Code>>> = {},
): (cell: string) => Code | undefined {
  const codes = Object.keys(table) as Code[]
  const words = new Map<string, Code>([
    ...Object.entries(alsoSaid),
    ...codes.map((code) => [table[code], code] as const),
    ...codes.map((code) => [code, code] as const),
  ])
  return (cell) => words.get(cell.normalize('NFKC').replace(/\s/g, '').replace(/\.0+$/, ''))
}
