/**
 * How a family's trouble is told: by which channel, with which answers, and as the body that the sender posts.
 * The graver it is, the more of the factors are yes; what nobody asked stays unknown.
 */
import { disputeFactors, violenceFactors } from '@jiahe/domain/facts.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import type { Channel, DisputeType } from '@jiahe/domain/vocabulary.ts'
import { checkBody, type IntakeBody, type Kind } from '@jiahe/intake/body.ts'
import type { Submission } from '@jiahe/intake/plan.ts'
import { type Chance, happens, oneOf, weighted } from './chance.ts'
import type { Family } from './family.ts'
import { alertNarrative, reportNarrative } from './narratives.ts'
import type { MadeUpPerson } from './people.ts'

/** One time that a family is heard of. */
export interface Telling {
  readonly chance: Chance
  readonly family: Family
  readonly regions: Regions
  /** When it happened. */
  readonly moment: number
  /** How often it was told before. */
  readonly nth: number
  /** How many of those were alerts. */
  readonly alertsBefore: number
  readonly sourceRef: string
}
type Facts = Record<string, 'yes' | 'no' | 'unknown' | 'none' | 'slight' | 'treated' | 'serious'>

/** How likely a factor is a yes in the gravest case. */
const gravity: Readonly<Record<string, number>> = {
  ...{ F01: 0.14, F02: 0.17, F03: 0.22, F04: 0.2, F05: 0.08, F08: 0.14, F09: 0.1, F10: 0.05 },
  ...{ F07: 0.45, F12: 0.4, F13: 0.35, F14: 0.3, F15: 0.18, F16: 0.14, F17: 0.22, F18: 0.15 },
  ...{ F19: 0.55, F20: 0.4, F21: 0.3, F22: 0.15, F23: 0.3 },
  ...{
    D01: 0.12,
    D02: 0.09,
    D03: 0.5,
    D04: 0.35,
    D05: 0.35,
    D07: 0.1,
    D09: 0.2,
    D10: 0.2,
    D11: 0.35,
    D12: 0.15,
  },
}

const answer = (chance: Chance, likely: number, asked: number) =>
  !happens(chance, asked) ? 'unknown' : happens(chance, likely) ? 'yes' : 'no'

export function anAlert(telling: Telling): Submission {
  const { chance, family, moment, nth, alertsBefore } = telling
  const severity = Math.min(1, family.severity + nth * 0.09)
  // Some officers ask everything, some ask little.
  const asked = happens(chance, 0.22) ? 0.3 : 0.92
  const facts: Facts = {}
  for (const factor of violenceFactors)
    facts[factor] = answer(chance, gravity[factor]! * severity ** 1.3, asked)
  if (family.children.length === 0) Object.assign(facts, { F16: 'no', F17: 'no' })
  if (family.victim.sex === '1' || family.victim.birthDate < '1978') facts.F10 = 'no'
  if (family.relationship === 'parent-child' || family.relationship === 'in-law') facts.F12 = 'no'
  facts.F06 = weighted(chance, {
    none: 45 * (1 - severity),
    slight: 38,
    treated: 24 * severity,
    serious: 4 * severity ** 2,
    unknown: 5,
  })
  const hour = new Date(moment + 8 * 3_600_000).getUTCHours()
  const narrative = alertNarrative(chance, family, facts, hour, alertsBefore)
  const about = { channel: 'police-110', disputeType: 'domestic-violence', facts, narrative } as const
  return submission(telling, 'police-alerts', 'victim', about)
}

export function aReport(telling: Telling, channel: Channel): Submission {
  const { chance, family } = telling
  const severity = Math.min(1, family.severity + telling.nth * 0.1)
  const facts: Facts = {}
  for (const factor of disputeFactors)
    facts[factor] = answer(chance, gravity[factor]! * severity ** 0.8, 0.85)
  if (family.children.length === 0) facts.D03 = 'no'
  if (family.relationship !== 'parent-child') facts.D12 = 'no'
  if (family.relationship === 'parent-child' || family.relationship === 'in-law') facts.D11 = 'no'
  const disputeType = family.violent && facts.D01 === 'yes' ? 'domestic-violence' : disputeOf(chance, family)
  const about = { channel, disputeType }
  const narrative = reportNarrative(chance, family, facts, about)
  return submission(telling, 'dispute-reports', 'applicant', { ...about, facts, narrative })
}

/** The same alert told again by the sender, with what was found out since. */
export function amended({ kind, body }: Submission, chance: Chance): Submission {
  const facts = { ...body.facts, F06: oneOf(chance, ['treated', 'serious'] as const) }
  return { kind, body: { ...body, facts, narrative: `${body.narrative}补充：验伤结果已出。` } as IntakeBody }
}

export const channelOf = (chance: Chance): Channel =>
  weighted<Exclude<Channel, 'police-110'>>(chance, {
    ...{ 'hotline-12338': 32, visit: 20, web: 12, letter: 3, grid: 19, court: 5, procuratorate: 1 },
    ...{ 'civil-affairs': 4, justice: 3, 'internal-referral': 1 },
  })

const sources: Readonly<Record<Channel, string>> = {
  'police-110': 'psb-changzhou',
  'hotline-12338': 'hotline-12338',
  web: 'portal',
  visit: 'reception',
  letter: 'reception',
  grid: 'grid-centre',
  court: 'court-changzhou',
  procuratorate: 'procuratorate-changzhou',
  'civil-affairs': 'civil-affairs-changzhou',
  justice: 'justice-changzhou',
  'internal-referral': 'provincial-federation',
}

function disputeOf(chance: Chance, { relationship, children }: Family): DisputeType {
  if (relationship === 'parent-child')
    return weighted(chance, { 'elder-support': 6, parenting: 1, property: 2, inheritance: 2 })
  if (relationship === 'in-law') return weighted(chance, { 'in-law': 8, property: 1, 'elder-support': 1 })
  const raising = children.length > 0
  if (relationship === 'former-spouse')
    return weighted(chance, { property: 5, custody: raising ? 8 : 0, maintenance: raising ? 7 : 0, other: 1 })
  const between = { divorce: 34, property: 12, infidelity: 12, other: 5 }
  return raising
    ? weighted(chance, { ...between, custody: 10, maintenance: 6, parenting: 5 })
    : weighted(chance, between)
}

function submission(
  { chance, family, regions, moment, sourceRef }: Telling,
  kind: Kind,
  role: 'victim' | 'applicant',
  about: Pick<IntakeBody, 'channel' | 'disputeType' | 'facts' | 'narrative'>,
): Submission {
  const { victim, respondent, children, township, house } = family
  const withChild =
    about.facts?.F17 === 'yes' || about.facts?.D03 === 'yes' || about.disputeType === 'custody'
  const party = (role: IntakeBody['parties'][number]['role'], person: MadeUpPerson) => ({ role, ...person })
  const district = happens(chance, 0.02)
  const source = sources[about.channel]
  const body = {
    ...about,
    source,
    sourceRef,
    occurredAt: new Date(moment).toISOString(),
    // Now and then only the district is known, or nothing; senders fill up to twelve digits or do not.
    ...(happens(chance, 0.012) ? {} : { regionCode: district ? township.slice(0, 6) : township }),
    address: `${regions.name(township) ?? ''}${house}`,
    maritalStatus: family.maritalStatus,
    relationship: family.relationship,
    parties: [
      party(role, victim),
      party('respondent', respondent),
      ...(withChild ? children.map((child) => party('child', child)) : []),
    ],
  }
  // As the intake would take it.
  return { kind, body: checkBody(kind, body, source, new Date(moment)) }
}
