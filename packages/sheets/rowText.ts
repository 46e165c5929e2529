/** A row as the text that it is, or would be in a CSV file, so that a rejected one can be corrected and sent again. */
import type { TableRow } from './table.ts'

/** Null when there is nothing of it that could be told apart. */
export function textOfRow({ text, cells }: Omit<TableRow, 'row'>): string | null {
  if (text !== undefined) return text
  return cells.length === 0 ? null : cells.map(csvCell).join(',')
}

/** Long numbers, and those that begin with 0, as formulas of a text: a spreadsheet would take digits from them. */
function csvCell(cell: string): string {
  const kept = /^(\d{12,}|0\d+)$/.test(cell) ? `="${cell}"` : cell
  return /[",\r\n]/.test(kept) ? `"${kept.replaceAll('"', '""')}"` : kept
}
