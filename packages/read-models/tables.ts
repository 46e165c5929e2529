/** Reads and writes rows of a read model's tables by the batch: one statement to load, one to write. */
import { type Kysely, sql, type Transaction } from 'kysely'

// biome-ignore lint/complexity/noBannedTypes: the read models' tables are named at run time, by schema
export type ReadDb = Kysely<{}>
// biome-ignore lint/complexity/noBannedTypes: as above
export type ReadTransaction = Transaction<{}>

export interface Tables {
  /** Rows whose `column` is one of the values. */
  load<Row>(table: string, column: string, values: readonly string[]): Promise<Row[]>
  /** Inserts the rows, or replaces those with the same key. Every column must be given. */
  put(table: string, key: readonly string[], rows: readonly object[]): Promise<void>
}

/** The columns of tables, by name. Good for as long as the tables are of one version. */
export type KnownColumns = Map<string, string[]>

export function tablesOf(
  trx: ReadTransaction,
  schema: string,
  columns: KnownColumns = new Map<string, string[]>(),
): Tables {
  const columnsOf = async (table: string): Promise<string[]> => {
    const known = columns.get(table)
    if (known) return known
    const { rows } = await sql<{ name: string }>`
      SELECT column_name AS name FROM information_schema.columns
      WHERE table_schema = ${schema} AND table_name = ${table} ORDER BY ordinal_position`.execute(trx)
    columns.set(
      table,
      rows.map((row) => row.name),
    )
    return columnsOf(table)
  }
  return {
    async load<Row>(table: string, column: string, values: readonly string[]) {
      if (values.length === 0) return []
      const { rows } = await sql<Row>`
        SELECT * FROM ${sql.table(`${schema}.${table}`)} WHERE ${sql.ref(column)}::text = ANY(${[...new Set(values)]})`.execute(
        trx,
      )
      return rows
    },
    async put(table, key, rows) {
      if (rows.length === 0) return
      const target = sql.table(`${schema}.${table}`)
      const names = await columnsOf(table)
      const list = (items: readonly string[]) => sql.join(items.map((name) => sql.ref(name)))
      const fresh = sql.join(names.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))
      await sql`
        INSERT INTO ${target} (${list(names)})
        SELECT ${list(names)} FROM jsonb_populate_recordset(NULL::${target}, ${JSON.stringify(rows)}::jsonb)
        ON CONFLICT (${list(key)}) DO UPDATE SET ${fresh}`.execute(trx)
    },
  }
}

/** Rows by key, in memory, while a batch is folded: what was loaded, what was changed. */
export class Rows<Row> {
  readonly #rows = new Map<string, Row>()
  readonly #changed = new Set<string>()

  static of<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Rows<Row> {
    const held = new Rows<Row>()
    for (const row of rows) held.#rows.set(keyOf(row), row)
    return held
  }
  get(key: string): Row | undefined {
    return this.#rows.get(key)
  }
  set(key: string, row: Row): void {
    this.#rows.set(key, row)
    this.#changed.add(key)
  }
  values(): Row[] {
    return [...this.#rows.values()]
  }
  changed(): Row[] {
    return [...this.#changed].map((key) => this.#rows.get(key)!)
  }
}
