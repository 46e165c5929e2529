/**
 * Who reported on the web asks what became of it with a code, through the portal that took the report and its own
 * key. The code is worked out from the sender's reference, so a repeat is given the same one, and only its keyed
 * hash is kept. What it shows is what may be read over her shoulder: no name, place, grade, order or call, and of
 * a matter with violence in it nothing but that it was received.
 */

import type { FamilyCaseEvent } from '@jiahe/domain/catalogue.ts'
import { familyCaseStream } from '@jiahe/domain/catalogue.ts'
import { dayOf } from '@jiahe/domain/clocks.ts'
import { foldFamilyCase, isViolent } from '@jiahe/domain/familyCase.ts'
import { readEvent } from '@jiahe/domain/upcast.ts'
import type { AnswerState, DeclineReason } from '@jiahe/domain/vocabulary.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import { keyedHash } from '@jiahe/privacy/cipher.ts'
import type { IntakeBody } from './body.ts'
import type { IntakeDb } from './receiptTable.ts'

/** Without letters that are taken for digits: it is read out and written down by hand. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16

export const hasReceiptCode = ({ channel }: IntakeBody): boolean => channel === 'web'

const codeOf = (indexKey: Buffer, source: string, sourceRef: string): string =>
  [...keyedHash(indexKey, 'receipt code', source, sourceRef).subarray(0, LENGTH)]
    .map((byte) => LETTERS[byte % 32])
    .join('')
const hashOf = (indexKey: Buffer, code: string): Buffer => keyedHash(indexKey, 'receipt code given', code)

/** `ABCD-EFGH-JKMN-PQRS`, as it is told to her; the same for the same reference. */
export async function giveCode(
  db: IntakeDb,
  indexKey: Buffer,
  { source, sourceRef }: Pick<IntakeBody, 'source' | 'sourceRef'>,
): Promise<string> {
  const code = codeOf(indexKey, source, sourceRef)
  await db
    .insertInto('intake.receipt_code')
    .values({ code_hash: hashOf(indexKey, code), source, source_ref: sourceRef })
    .onConflict((c) => c.doNothing())
    .execute()
  return code.match(/.{4}/g)!.join('-')
}

/** A code as it was typed: small letters, spaces, and the letters that were left out for looking alike. */
export const readCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')

export interface Whereabouts {
  /** Day in Asia/Shanghai. */
  readonly receivedOn: string
  readonly state: 'received' | Exclude<AnswerState, 'open'>
  /** Days by which the next word is owed; null where nothing may be told. */
  readonly decideBy: string | null
  readonly concludeBy: string | null
  readonly reason: DeclineReason | null
  /** Whom to call for more. */
  readonly hotline: '12338'
}

/** Null when this source gave no such code. */
export async function whereabouts(
  db: IntakeDb,
  log: EventLog,
  indexKey: Buffer,
  source: string,
  typed: string,
): Promise<Whereabouts | null> {
  const row = await db
    .selectFrom('intake.receipt_code as c')
    .innerJoin('intake.receipt as r', (join) =>
      join.onRef('r.source', '=', 'c.source').onRef('r.source_ref', '=', 'c.source_ref'),
    )
    .select(['r.case_id', 'r.intake_id', 'r.received_at'])
    .where('c.code_hash', '=', hashOf(indexKey, readCode(typed)))
    .where('c.source', '=', source)
    .executeTakeFirst()
  if (!row) return null
  const history = (await log.readStream(familyCaseStream(row.case_id))).map(readEvent) as FamilyCaseEvent[]
  const state = foldFamilyCase(history)
  const received = { receivedOn: dayOf(row.received_at), hotline: '12338' } as const
  const answer = state.answers.get(row.intake_id)
  if (!answer || isViolent(state))
    return { ...received, state: 'received', decideBy: null, concludeBy: null, reason: null }
  const declined = history.findLast(
    (event) => event.type === 'ReportDeclined' && event.data.reportId === row.intake_id,
  )
  return {
    ...received,
    state: answer.state === 'open' ? 'received' : answer.state,
    decideBy: dayOf(answer.takeBy),
    concludeBy: answer.state === 'declined' ? null : dayOf(answer.concludeBy),
    reason: declined?.type === 'ReportDeclined' ? declined.data.reason : null,
  }
}
