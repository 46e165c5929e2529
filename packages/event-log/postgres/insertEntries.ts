/** Writes the entries of a batch, moves the head past them and wakes who listens, in one statement. */
import { categoryOf } from '../log.ts'
import type { Entry } from '../record.ts'

export const CHANNEL = 'jiahe_log'

// JSON text has no raw line feed: lines need no escaping and are read twice as fast as an array of text.
const INSERT = `WITH moved AS (UPDATE log.head SET position = $1::bigint + cardinality($2::uuid[])), added AS (
INSERT INTO log.event (position, id, stream, revision, category, type, data, metadata)
SELECT $1::bigint + n, id, stream, revision, category, type, data::json, metadata::json FROM ROWS FROM (
unnest($2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[]), string_to_table($7, E'\\n'), string_to_table($8, E'\\n')
) WITH ORDINALITY AS entry (id, stream, revision, category, type, data, metadata, n))
SELECT pg_notify('${CHANNEL}', '')`

/** The first entry gets the position after `head`. */
export const insertEntries = (entries: readonly Entry[], head: number) => ({
  text: INSERT,
  values: [
    head,
    entries.map((entry) => entry.id),
    entries.map((entry) => entry.stream),
    entries.map((entry) => entry.revision),
    entries.map((entry) => categoryOf(entry.stream)),
    entries.map((entry) => entry.type),
    entries.map((entry) => entry.data).join('\n'),
    entries.map((entry) => JSON.stringify(entry.metadata)).join('\n'),
  ],
})
