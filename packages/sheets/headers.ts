/** What each column of a table means, by its title. */
import { type TableRow, titleOf } from './table.ts'

export interface Header<Column> {
  readonly title: string
  readonly column: Column
}
export interface Headers<Column> {
  /** Null where the column is unknown or to be ignored. */
  readonly headers: readonly (Header<Column> | null)[]
  readonly unknownTitles: readonly string[]
  /** Titles that mean what one before them means already. */
  readonly doubledTitles: readonly string[]
}

/** A column that is known, and nothing that is kept, is `{ignored: true}`. */
export function headersOf<Column extends object>(
  { cells }: TableRow,
  columns: ReadonlyMap<string, Column>,
): Headers<Column> {
  const titles = cells.map(titleOf)
  const headers = titles.map((title): Header<Column> | null => {
    const column = columns.get(title)
    return column && !('ignored' in column) ? { title, column } : null
  })
  const meanings = headers.map((header) => header && JSON.stringify(header.column))
  return {
    headers,
    unknownTitles: titles.filter((title) => title !== '' && !columns.has(title)),
    doubledTitles: headers.flatMap((header, i) =>
      header && meanings.indexOf(meanings[i]!) < i ? [header.title] : [],
    ),
  }
}
