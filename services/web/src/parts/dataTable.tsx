/** A dense table of rows that may lead somewhere; in a narrow box every row becomes a card. */
import type { MouseEvent, ReactNode } from 'react'
import { go } from '../router.tsx'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  readonly foot?: ReactNode
  /** `number`: to the right. On a card: `first` and `main` lead, `end` goes right, `line` takes a line of its own,
   *  `wide-only` is left out. */
  readonly kind?: string
  /** A heading that can be pressed. */
  readonly heading?: { readonly chosen: boolean; readonly choose: () => void }
}
export interface TableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Where a row leads. One of its cells must hold the link itself, for the keyboard. */
  readonly leadsTo?: (row: Row) => string | null
  readonly isChosen?: (row: Row) => boolean
  readonly cards?: boolean
  readonly below?: ReactNode
}

export function DataTable<Row>(props: TableProps<Row>) {
  const { label, columns, rows, keyOf, leadsTo, isChosen, cards = true, below } = props
  const hasFoot = columns.some((c) => c.foot !== undefined)
  return (
    <div className="table-box">
      <table className={cards ? 'table cards' : 'table'} aria-label={label}>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.key} scope="col" className={c.kind}>
                {c.heading ? (
                  <button type="button" aria-pressed={c.heading.chosen} onClick={c.heading.choose}>
                    {c.title}
                  </button>
                ) : (
                  c.title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const to = leadsTo?.(row) ?? null
            const classes = [to && 'leads', isChosen?.(row) && 'chosen'].filter(Boolean).join(' ')
            return (
              <tr key={keyOf(row)} className={classes} onClick={to ? (e) => follow(e, to) : undefined}>
                {columns.map((c) => (
                  <td key={c.key} className={c.kind}>
                    {c.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
        {hasFoot && (
          <tfoot>
            <tr>
              {columns.map((c) => (
                <td key={c.key} className={c.kind}>
                  {c.foot}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
      {below}
    </div>
  )
}

/** A click anywhere on the row; links and buttons in it keep their own meaning, and so does selecting text. */
function follow(event: MouseEvent<HTMLTableRowElement>, to: string): void {
  const inner = event.target instanceof Element && event.target.closest('a, button, input, label')
  if (!inner && !getSelection()?.toString()) go(to)
}
