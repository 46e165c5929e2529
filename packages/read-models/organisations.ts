/**
 * 组织名录: which organisations there are, of which kind, for which region, and what they can do. What they are
 * called is not here: a row names the card of the vault that says it. A row is one organisation, of one stream.
 */
import { idOfStream, type OrganisationEvent, organisationTypes } from '@jiahe/domain/catalogue.ts'
import { evolveOrganisation, type Organisation } from '@jiahe/domain/organisation.ts'
import type { Capability, OrganisationKind, OrganisationStatus } from '@jiahe/domain/vocabulary.ts'
import { sql } from 'kysely'
import { decodeWords, type Page, pageOf } from './paging.ts'
import type { ReadModel } from './readModel.ts'
import { type ReadDb, Rows } from './tables.ts'

interface OrganisationRow {
  readonly code: string
  readonly kind: OrganisationKind
  readonly region: string
  readonly status: OrganisationStatus
  readonly capabilities: readonly Capability[]
  readonly capacity: number | null
  readonly card_id: string
  readonly revision: number
}

const tables = `
CREATE TABLE organisations (
  code text COLLATE "C" PRIMARY KEY, kind text NOT NULL, region text COLLATE "C" NOT NULL, status text NOT NULL,
  capabilities jsonb NOT NULL, capacity int, card_id uuid NOT NULL, revision int NOT NULL);
CREATE INDEX ON organisations (region, code);
CREATE INDEX ON organisations (kind, region);
CREATE INDEX ON organisations (card_id);
`

export const organisations: ReadModel = {
  name: 'organisations',
  version: 1,
  types: organisationTypes,
  tables,
  async fold(events, store) {
    const own = events.filter((e): e is OrganisationEvent => e.stream.startsWith('organisation-'))
    const codes = own.map((event) => idOfStream(event.stream))
    const rows = Rows.of(await store.load<OrganisationRow>('organisations', 'code', codes), (row) => row.code)
    for (const event of own) {
      const code = idOfStream(event.stream)
      const standing = rows.get(code)
      if (standing && event.revision <= standing.revision) continue
      const next = evolveOrganisation(standing ? folded(standing) : null, event)
      if (next) rows.set(code, rowOf(next))
    }
    await store.put('organisations', ['code'], rows.changed())
  },
}

/** As the aggregate has it, without its roster and its events: neither is in a row. */
const folded = ({ card_id, region, ...row }: OrganisationRow): Organisation => ({
  ...row,
  ...{ cardId: card_id, regionCode: region, capabilities: [...row.capabilities], shifts: [], eventIds: [] },
})
const rowOf = ({ cardId, regionCode, shifts: _s, eventIds: _e, ...row }: Organisation): OrganisationRow => ({
  ...row,
  ...{ card_id: cardId, region: regionCode },
})

export interface OrganisationItem {
  readonly code: string
  readonly kind: OrganisationKind
  readonly regionCode: string
  readonly status: OrganisationStatus
  readonly capabilities: readonly Capability[]
  readonly capacity: number | null
  /** The card of the vault with its words. */
  readonly cardId: string
  readonly revision: number
}
const itemOf = ({ card_id, region, ...row }: OrganisationRow): OrganisationItem => ({
  ...row,
  ...{ cardId: card_id, regionCode: region },
})

/** What a name begins or is made of is told by whoever can read cards: those of these ids. */
export interface OrganisationSearch {
  readonly codePrefix: string
  readonly cardIds: readonly string[]
}
export interface OrganisationQuery {
  readonly kind?: OrganisationKind | undefined
  readonly status?: OrganisationStatus | undefined
  /** In this region, and in those below it. */
  readonly region?: string | undefined
  /** Those of the regions above it too, which serve it as well. */
  readonly above?: boolean | undefined
  readonly search?: OrganisationSearch | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

const within = (region: string, above: boolean) =>
  sql<boolean>`(region LIKE ${`${region}%`} OR (${above} AND starts_with(${region}, region)))`

/** By region, and within it by code. */
export async function listOrganisations(
  db: ReadDb,
  query: OrganisationQuery,
): Promise<Page<OrganisationItem>> {
  const { kind, status, region, above = false, search, limit } = query
  const found = search
    ? sql`(starts_with(code, ${search.codePrefix}) OR card_id = ANY(${search.cardIds}::uuid[]))`
    : sql`true`
  const filter = sql`
    (${kind ?? null}::text IS NULL OR kind = ${kind ?? null})
    AND (${status ?? null}::text IS NULL OR status = ${status ?? null})
    AND ${region === undefined ? sql`true` : within(region, above)} AND ${found}`
  const [fromRegion, fromCode] = decodeWords(query.cursor, 2) ?? ['', '']
  const { rows } = await sql<OrganisationRow>`
    SELECT * FROM read.organisations WHERE ${filter} AND (region, code) > (${fromRegion}, ${fromCode})
    ORDER BY region, code LIMIT ${limit + 1}`.execute(db)
  const counted = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM read.organisations WHERE ${filter}`.execute(db)
  return pageOf(rows, {
    ...{ limit, total: counted.rows[0]!.total },
    item: itemOf,
    key: (row) => [row.region, row.code],
  })
}

/** Those of a kind that are there for a region, nearest first: in it, then above it up to the city, then below. */
export async function organisationsOf(
  db: ReadDb,
  kind: OrganisationKind,
  region: string,
): Promise<readonly OrganisationItem[]> {
  const { rows } = await sql<OrganisationRow>`
    SELECT * FROM read.organisations
    WHERE kind = ${kind} AND status = 'active' AND ${within(region, true)}
    ORDER BY length(region) > ${region.length}, length(region) DESC, region, code`.execute(db)
  return rows.map(itemOf)
}

/** Those that are registered under the codes. */
export async function organisationsWith(
  db: ReadDb,
  codes: readonly string[],
): Promise<readonly OrganisationItem[]> {
  const { rows } = await sql<OrganisationRow>`
    SELECT * FROM read.organisations WHERE code = ANY(${codes})`.execute(db)
  return rows.map(itemOf)
}

/** The cards of all that stand. */
export async function cardIdsOf(db: ReadDb): Promise<readonly string[]> {
  const { rows } = await sql<{ card_id: string }>`SELECT card_id FROM read.organisations`.execute(db)
  return rows.map((row) => row.card_id)
}
