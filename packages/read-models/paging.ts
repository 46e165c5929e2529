/** Lists page by an opaque cursor: the sort key of the last item shown, so that nothing is skipped or repeated. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
  readonly total: number
}

interface Paged<Row, Item> {
  readonly limit: number
  readonly total: number
  readonly item: (row: Row) => Item
  /** What the next page goes on after. */
  readonly key: (row: Row) => readonly string[]
}
/** `rows`: one more than the limit where there are so many, so that it is known whether a next page is there. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  { limit, total, item, key }: Paged<Row, Item>,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { items: shown.map(item), nextCursor: last ? encodeCursor(key(last)) : null, total }
}

export const encodeCursor = (key: readonly string[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

/** A key of so many words; undefined as below. PostgreSQL has no null character. */
export function decodeWords(cursor: string | undefined, count: number): string[] | undefined {
  if (!cursor) return undefined
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const isKey = Array.isArray(key) && key.length === count
    return isKey && key.every((word) => typeof word === 'string' && !word.includes('\u0000'))
      ? key
      : undefined
  } catch {
    return undefined
  }
}

/** Undefined when there is none or it is not one of ours: the list then begins at its beginning. */
export function decodeCursor(cursor: string | undefined): [string, string] | undefined {
  if (!cursor) return undefined
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const [at, id] = Array.isArray(key) ? key : []
    const known = typeof at === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)
    return known && (/infinity$/.test(at) || !Number.isNaN(Date.parse(at))) ? [at, id] : undefined
  } catch {
    return undefined
  }
}
