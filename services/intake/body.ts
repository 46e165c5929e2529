/**
 * The body that a sender posts, for an alert and for a report. Strict: unknown fields are refused by name. What
 * is merely doubtful (a bad check digit, a region that does not exist) passes here and is warned about.
 */
import { factorAnswers, violenceAnswers } from '@jiahe/domain/facts.ts'
import { plainDigits } from '@jiahe/domain/idNumber.ts'
import {
  channels,
  codesOf,
  disputeTypes,
  maritalStatuses,
  partyRoles,
  relationships,
} from '@jiahe/domain/vocabulary.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import { checked } from '@jiahe/service-kit/route.ts'
import { z } from 'zod'

const short = (max: number) => z.string().trim().max(max)

const party = z.strictObject({
  role: z.enum(codesOf(partyRoles)),
  name: short(100).optional(),
  idNumber: short(64).optional(),
  phone: short(64).optional(),
  sex: z.enum(['0', '1', '2', '9']).optional(),
  birthDate: z.iso.date().optional(),
})

/** What is older is a mistake: nobody reported by any of the channels then. */
const EARLIEST = Date.parse('1990-01-01T00:00:00Z')
const A_DAY_MS = 86_400_000

/** Why a moment cannot be when it happened; null when it can. */
export function faultOfTime(occurredAt: string, now: Date): 'more-than-a-day-ahead' | 'before-1990' | null {
  const time = Date.parse(occurredAt)
  if (time > now.getTime() + A_DAY_MS) return 'more-than-a-day-ahead'
  return time < EARLIEST ? 'before-1990' : null
}

const common = {
  source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  sourceRef: z
    .string()
    .trim()
    .min(1)
    .max(128)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u),
  /** With its zone. */
  occurredAt: z.iso.datetime({ offset: true }),
  /** As plain digits, however wide they were typed. */
  regionCode: short(32).overwrite(plainDigits).optional(),
  address: short(500).optional(),
  maritalStatus: z.enum(codesOf(maritalStatuses)).optional(),
  disputeType: z.enum(codesOf(disputeTypes)),
  relationship: z.enum(codesOf(relationships)).optional(),
  parties: z.array(party).min(1).max(20),
  narrative: z.string().max(20_000).optional(),
}

export const alertBody = z.strictObject({
  ...common,
  channel: z.literal('police-110'),
  facts: violenceAnswers.optional(),
})
export const reportBody = z.strictObject({
  ...common,
  channel: z.enum(codesOf(channels)).exclude(['police-110']),
  facts: factorAnswers.optional(),
})

export const kinds = { 'police-alerts': alertBody, 'dispute-reports': reportBody } as const
export type Kind = keyof typeof kinds
export type IntakeBody = z.output<typeof alertBody> | z.output<typeof reportBody>

/** Throws a `Problem` that names the fields. The key that was used speaks for `source` alone. */
export function checkBody(kind: Kind, value: unknown, source: string, now: Date): IntakeBody {
  const body = checked(kinds[kind], value, 'invalid-body', '') as IntakeBody
  const reason = faultOfTime(body.occurredAt, now)
  if (reason) throw new Problem('invalid-body', { errors: [{ pointer: '/occurredAt', reason }] })
  if (body.source !== source) throw new Problem('wrong-source')
  return body
}

export const alertExample = {
  source: 'psb-changzhou',
  sourceRef: 'JJ2026112300017',
  channel: 'police-110',
  occurredAt: '2026-11-23T21:14:00+08:00',
  regionCode: '320402003',
  address: '茶山街道…',
  maritalStatus: '20',
  disputeType: 'domestic-violence',
  relationship: 'spouse',
  parties: [
    {
      role: 'victim',
      name: '王某',
      idNumber: '999000199003072420',
      phone: '10000001111',
      sex: '2',
      birthDate: '1990-03-07',
    },
    { role: 'respondent', name: '李某', idNumber: '999000198811020018', phone: '10000002222', sex: '1' },
  ],
  facts: { F01: 'no', F02: 'yes', F06: 'treated', F17: 'unknown' },
  narrative: '…',
}
export const reportExample = {
  ...alertExample,
  source: 'hotline-12338',
  sourceRef: 'RX20261123008',
  channel: 'hotline-12338',
  disputeType: 'divorce',
  facts: { D03: 'yes', D05: 'no' },
}
