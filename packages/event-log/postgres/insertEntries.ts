/** Writes the entries of a batch, moves the head past them and wakes who listens, in one statement. */
import { categoryOf } from '../log.ts'
import type { Entry } from '../record.ts'

export const CHANNEL = 'jiahe_log'

const INSERT = `WITH moved AS (UPDATE log.head SET position = $1::bigint + cardinality($2::uuid[])), added AS (
INSERT INTO log.event (position, id, stream, revision, category, type, data, metadata)
SELECT $1::bigint + n, id, stream, revision, category, type, data, metadata
FROM unnest($2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[], $7::json[], $8::json[])
WITH ORDINALITY AS entry (id, stream, revision, category, type, data, metadata, n))
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
    entries.map((entry) => entry.data),
    entries.map((entry) => JSON.stringify(entry.metadata)),
  ],
})
