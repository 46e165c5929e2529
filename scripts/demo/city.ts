/**
 * What happens in a made-up city: families with a trouble of their own, each telling of it once or again and
 * again, on believable evenings, weekends and holidays, through one channel or another. Gives the bodies that
 * a sender would post, in order of time; nothing here knows how they are handled.
 */
import { dayOf, type WorkCalendar } from '@jiahe/domain/clocks.ts'
import { disputeFactors, violenceFactors } from '@jiahe/domain/facts.ts'
import type { Regions } from '@jiahe/domain/regions.ts'
import type { Channel, DisputeType, MaritalStatus, Relationship } from '@jiahe/domain/vocabulary.ts'
import { between, type Chance, exponential, happens, oneOf, weighted } from './chance.ts'
import { type MadeUpPerson, madeUpPerson } from './people.ts'

/** The body of `POST /v1/police-alerts` or `/v1/dispute-reports`. */
export interface IntakeBody {
  readonly source: string
  readonly sourceRef: string
  readonly channel: Channel
  readonly occurredAt: string
  readonly regionCode?: string
  readonly address?: string
  readonly maritalStatus: MaritalStatus
  readonly disputeType: DisputeType
  readonly relationship: Relationship
  readonly parties: readonly ({ readonly role: string } & MadeUpPerson)[]
  readonly facts: Readonly<Record<string, string>>
  readonly narrative: string
}

export interface CityOptions {
  readonly families: number
  readonly from: Date
  readonly until: Date
  readonly city: string
  readonly regions: Regions
  readonly calendar: WorkCalendar
  readonly chance: Chance
}

interface Family {
  readonly victim: MadeUpPerson
  readonly respondent: MadeUpPerson
  readonly relationship: Relationship
  readonly maritalStatus: MaritalStatus
  readonly regionCode: string
  /** 0 to 1: how bad it is. Grows with every alert. */
  readonly severity: number
  readonly violent: boolean
}

const day_ms = 86_400_000
const hours = [
  2, 1.4, 1, 0.6, 0.4, 0.4, 0.6, 1, 1.4, 1.6, 1.6, 1.6, 1.8, 1.6, 1.5, 1.5, 1.7, 2.2, 3, 4, 4.6, 4.8, 4.2, 3,
]

export function happenings(options: CityOptions): IntakeBody[] {
  const { chance, families } = options
  const bodies: IntakeBody[] = []
  for (let i = 0; i < families; i++) {
    const family = aFamily(options)
    let moment = aMoment(options, options.from)
    const times = weighted(chance, { '1': 70, '2': 19, '3': 7, '4': 3, '6': 1 })
    for (let n = 0; n < Number(times) && moment < options.until; n++) {
      const severity = Math.min(1, family.severity + n * 0.12)
      bodies.push(
        family.violent
          ? anAlert(options, family, severity, moment)
          : aReport(options, family, severity, moment),
      )
      moment = aMoment(options, new Date(moment.getTime() + day_ms), exponential(chance, 24) + 1)
    }
  }
  return bodies
    .sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt))
    .map((body, i) => ({ ...body, sourceRef: refOf(body, i) }))
}

const refOf = (body: IntakeBody, i: number): string =>
  `${body.channel === 'police-110' ? 'JJ' : 'DJ'}${dayOf(body.occurredAt).replaceAll('-', '')}${String(i).padStart(6, '0')}`

function aFamily({ chance, regions, city }: CityOptions): Family {
  const violent = happens(chance, 0.64)
  const relationship = weighted<Relationship>(
    chance,
    violent
      ? {
          spouse: 52,
          'former-spouse': 12,
          cohabitant: 12,
          partner: 6,
          'parent-child': 12,
          'in-law': 5,
          other: 1,
        }
      : {
          spouse: 50,
          'former-spouse': 10,
          cohabitant: 4,
          partner: 2,
          'parent-child': 20,
          'in-law': 12,
          other: 2,
        },
  )
  const born = between(chance, 1955, 2002)
  const victim = madeUpPerson(chance, happens(chance, violent ? 0.93 : 0.8) ? '2' : '1', born, born)
  const respondent = madeUpPerson(
    chance,
    victim.sex === '2' && relationship !== 'in-law' ? '1' : '2',
    born - 6,
    Math.min(2004, born + 4),
  )
  const township = happens(chance, 0.97)
    ? oneOf(chance, regions.children(oneOf(chance, regions.children(city))))
    : oneOf(chance, regions.children(city))
  return {
    victim,
    respondent,
    relationship,
    maritalStatus: statusOf(chance, relationship),
    regionCode: township,
    severity: chance() ** 1.6,
    violent,
  }
}

function statusOf(chance: Chance, relationship: Relationship): MaritalStatus {
  if (relationship === 'former-spouse') return '40'
  if (relationship === 'cohabitant') return 'cohabiting'
  if (relationship === 'partner') return '10'
  return weighted<MaritalStatus>(chance, {
    '10': 4,
    '20': 40,
    '21': 22,
    '22': 12,
    '23': 2,
    '30': 4,
    '40': 3,
    '90': 2,
    separated: 14,
    cohabiting: 1,
  })
}

/** An hour that such things happen at, on a day that they happen on: more on days off, more in the evening. */
function aMoment({ chance, from, until, calendar }: CityOptions, earliest: Date, inDays?: number): Date {
  for (;;) {
    const start =
      inDays === undefined
        ? from.getTime() + chance() * (until.getTime() - from.getTime())
        : earliest.getTime() + inDays * day_ms
    const day = dayOf(new Date(start))
    const hour = Number(weighted(chance, Object.fromEntries(hours.map((weight, h) => [String(h), weight]))))
    const moment = new Date(
      Date.parse(`${day}T00:00:00+08:00`) + hour * 3_600_000 + between(chance, 0, 3599) * 1000,
    )
    if (inDays !== undefined || happens(chance, calendar.isWorkday(day) ? 0.7 : 1)) return moment
  }
}

const answer = (chance: Chance, likely: number): 'yes' | 'no' | 'unknown' =>
  happens(chance, 0.09) ? 'unknown' : happens(chance, likely) ? 'yes' : 'no'

/** How much likelier each factor is in a grave case; the rare ones are rare even there. */
const gravity: Readonly<Record<string, number>> = {
  F01: 0.18,
  F02: 0.22,
  F03: 0.3,
  F04: 0.25,
  F05: 0.12,
  F08: 0.18,
  F09: 0.15,
  F10: 0.08,
  F17: 0.25,
}

function anAlert({ chance }: CityOptions, family: Family, severity: number, moment: Date): IntakeBody {
  const facts: Record<string, string> = {}
  for (const factor of violenceFactors)
    facts[factor] = answer(chance, (gravity[factor] ?? 0.4) * severity ** 1.5)
  if (family.maritalStatus !== 'separated' && facts.F12 === 'yes' && happens(chance, 0.5)) facts.F12 = 'no'
  facts.F06 = weighted(chance, {
    none: 42 * (1 - severity),
    slight: 34,
    treated: 24 * severity,
    serious: 4 * severity ** 2,
    unknown: 5,
  })
  return body(family, moment, {
    channel: 'police-110',
    source: 'psb-changzhou',
    disputeType: 'domestic-violence',
    facts,
    narrative: '报警称在家中被殴打，民警到场处置。',
    roles: ['victim', 'respondent'],
  })
}

function aReport({ chance }: CityOptions, family: Family, severity: number, moment: Date): IntakeBody {
  const facts: Record<string, string> = {}
  for (const factor of disputeFactors)
    facts[factor] = answer(chance, factor === 'D01' ? 0.12 * severity : 0.42 * severity ** 1.2)
  const channel = weighted<Channel>(chance, {
    'hotline-12338': 34,
    visit: 20,
    web: 12,
    letter: 4,
    grid: 16,
    court: 5,
    procuratorate: 1,
    'civil-affairs': 4,
    justice: 3,
    'internal-referral': 1,
    'police-110': 0,
  })
  const disputeType = disputeOf(chance, family.relationship)
  return body(family, moment, {
    channel,
    source: sources[channel],
    disputeType,
    facts,
    narrative: '来人反映家庭矛盾，请求妇联帮助调解。',
    roles: ['applicant', 'respondent'],
  })
}

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
  'internal-referral': 'reception',
}

function disputeOf(chance: Chance, relationship: Relationship): DisputeType {
  if (relationship === 'parent-child')
    return weighted<DisputeType>(chance, {
      ...noDispute,
      'elder-support': 5,
      parenting: 4,
      property: 2,
      inheritance: 2,
    })
  if (relationship === 'in-law')
    return weighted<DisputeType>(chance, { ...noDispute, 'in-law': 8, property: 1, 'elder-support': 1 })
  return weighted<DisputeType>(chance, {
    ...noDispute,
    divorce: 34,
    property: 16,
    custody: 14,
    maintenance: 10,
    infidelity: 12,
    other: 6,
  })
}
const noDispute: Record<DisputeType, number> = {
  'domestic-violence': 0,
  divorce: 0,
  property: 0,
  custody: 0,
  maintenance: 0,
  'elder-support': 0,
  inheritance: 0,
  'in-law': 0,
  infidelity: 0,
  parenting: 0,
  other: 0,
}

type Telling = Pick<IntakeBody, 'channel' | 'source' | 'disputeType' | 'facts' | 'narrative'> & {
  readonly roles: readonly [string, string]
}

function body(family: Family, moment: Date, { roles, ...telling }: Telling): IntakeBody {
  return {
    ...telling,
    sourceRef: '',
    occurredAt: moment.toISOString(),
    regionCode: family.regionCode,
    maritalStatus: family.maritalStatus,
    relationship: family.relationship,
    parties: [
      { role: roles[0], ...family.victim },
      { role: roles[1], ...family.respondent },
    ],
  }
}
