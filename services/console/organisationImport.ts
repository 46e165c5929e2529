/**
 * A whole directory from a file: every good row becomes durable, every bad one is named by row, column and reason.
 * The same file twice changes nothing: a row is held against what stands, its card too, before anything is written.
 */
import { derivedId, timeOfId, uuidv7 } from '@jiahe/domain/ids.ts'
import {
  foldOrganisation,
  type Organisation,
  organisationIdOf,
  organisationStream,
} from '@jiahe/domain/organisation.ts'
import { importOrganisation } from '@jiahe/domain/organisationImport.ts'
import { type Decision, handle } from '@jiahe/event-log/handle.ts'
import { type NewEvent, NO_STREAM, type RecordedEvent } from '@jiahe/event-log/log.ts'
import { type KeptCard, putCards, readCards, sameCard } from '@jiahe/privacy/cards.ts'
import type { Account } from '@jiahe/service-kit/accounts.ts'
import type { TableRow } from '@jiahe/sheets/table.ts'
import { authorise } from './authorise.ts'
import type { Console } from './console.ts'
import { type OrganisationInRow, type Remark, readOrganisationRow } from './organisationRow.ts'
import { headerWarnings, type OrganisationTable, titleIn } from './organisationTable.ts'
import { organisationEvents } from './organisationTarget.ts'

export interface ImportResult {
  /** Rows with anything in them, below the header. */
  readonly rows: number
  /** New ones; amendments and duplicates are counted apart. */
  readonly accepted: number
  readonly amended: number
  readonly duplicates: number
  readonly rejected: readonly Remark[]
  readonly warnings: readonly Remark[]
}
type Outcome = 'accepted' | 'amended' | 'duplicates' | { readonly rejected: Remark }

const ROWS_AT_ONCE = 256

/** Yields how many rows are done. */
export async function* importOrganisations(
  api: Console,
  table: OrganisationTable,
  account: Account,
): AsyncGenerator<number, ImportResult> {
  const importId = uuidv7(api.now())
  const count = { rows: 0, accepted: 0, amended: 0, duplicates: 0 }
  const rejected: Remark[] = []
  const warnings = headerWarnings(table)
  const codes = new Set<string>()
  for await (const rows of byTheBatch(table.rows)) {
    const read = rows.map((row) => readOrganisationRow(row, table.headers, api.desk.territory))
    const good: OrganisationInRow[] = []
    for (const one of read) {
      if ('rejected' in one) {
        rejected.push(...one.rejected)
        continue
      }
      const { organisation } = one
      warnings.push(...one.warnings)
      if (codes.has(organisation.code))
        warnings.push({ row: organisation.row, column: titleIn(table, 'code'), reason: 'code-stands-twice' })
      codes.add(organisation.code)
      good.push(organisation)
    }
    for (const group of eachCodeOnce(good))
      for (const outcome of await takeIn(api, group, { importId, account, table }))
        if (typeof outcome === 'string') count[outcome]++
        else rejected.push(outcome.rejected)
    count.rows += rows.length
    yield count.rows
  }
  return { ...count, rejected, warnings }
}

async function* byTheBatch(rows: AsyncIterable<TableRow>): AsyncGenerator<TableRow[]> {
  let batch: TableRow[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < ROWS_AT_ONCE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** Rows about one organisation are taken in one after the other, in the file's order. */
function eachCodeOnce(organisations: readonly OrganisationInRow[]): OrganisationInRow[][] {
  const groups: OrganisationInRow[][] = []
  let codes = new Set<string>()
  for (const organisation of organisations) {
    if (groups.length === 0 || codes.has(organisation.code)) {
      groups.push([])
      codes = new Set()
    }
    codes.add(organisation.code)
    groups.at(-1)!.push(organisation)
  }
  return groups
}

interface Taking {
  readonly importId: string
  readonly account: Account
  readonly table: OrganisationTable
}

/** What stands is read at once, new cards are kept at once, and the events follow: none names a card that is not. */
async function takeIn(
  api: Console,
  organisations: readonly OrganisationInRow[],
  taking: Taking,
): Promise<Outcome[]> {
  const standing = await Promise.all(
    organisations.map(async ({ code }) => stateOf(await api.log.readStream(organisationStream(code)))),
  )
  const cards = await readCards(
    api.vault,
    api.keyring,
    standing.flatMap((state) => state?.cardId ?? []),
  )
  const fresh: KeptCard[] = []
  const cardIds = organisations.map(({ code, card }, i) => {
    const cardId = standing[i]?.cardId
    const before = cardId && cards.get(cardId)
    if (cardId && before && sameCard(before, card)) return cardId
    const kept = { cardId: uuidv7(api.now()), organisationId: organisationIdOf(code), card }
    fresh.push(kept)
    return kept.cardId
  })
  await putCards(api.vault, api.keyring, fresh)
  return Promise.all(
    organisations.map((one, i) => append(api, one, { state: standing[i]!, cardId: cardIds[i]!, ...taking })),
  )
}

const stateOf = (history: readonly RecordedEvent[]): Organisation | null =>
  foldOrganisation(organisationEvents(history))

interface Standing extends Taking {
  readonly state: Organisation | null
  readonly cardId: string
}

async function append(
  api: Console,
  { row, code, particulars, status }: OrganisationInRow,
  { state: before, cardId, importId, account, table }: Standing,
): Promise<Outcome> {
  const causeId = derivedId(timeOfId(importId), 'row', importId, String(row))
  const context = { now: api.now(), actor: `account:${account.id}`, causeId }
  const said = { particulars: { ...particulars, cardId }, status }
  const decide = (state: Organisation | null): Decision<string> => {
    const federations = [particulars.regionCode, state?.regionCode ?? particulars.regionCode]
    const refused = federations
      .map((federation) => authorise(account, 'edit-organisations', { federations: [federation] }))
      .find((reason) => reason !== null)
    if (refused) return { refusal: refused }
    const decision = importOrganisation(state, code, said, context, api.desk.territory)
    return 'refusal' in decision ? decision : { events: decision.events as readonly NewEvent[] }
  }
  const done = before ? 'amended' : 'accepted'
  const decision = decide(before)
  if ('refusal' in decision)
    return { rejected: { row, column: titleIn(table, 'regionCode'), reason: decision.refusal } }
  if (decision.events.length === 0) return 'duplicates'
  const stream = organisationStream(code)
  const { status: became } = await api.log.append(stream, before?.revision ?? NO_STREAM, decision.events)
  if (became !== 'conflict') return done
  // Somebody was faster.
  const handled = await handle<string>(api.log, stream, (history) => decide(stateOf(history)))
  if (handled.status !== 'refused') return handled.status === 'unchanged' ? 'duplicates' : 'amended'
  return { rejected: { row, column: titleIn(table, 'regionCode'), reason: handled.refusal } }
}
