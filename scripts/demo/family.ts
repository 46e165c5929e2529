/**
 * The families of the made-up city: who they are to each other, where they live, how bad it is and how easily
 * she is reached. Where they live follows how many people a township is likely to have.
 */
import type { Regions } from '@jiahe/domain/regions.ts'
import type { MaritalStatus, Relationship } from '@jiahe/domain/vocabulary.ts'
import { between, type Chance, happens, oneOf, weighted } from './chance.ts'
import { type MadeUpPerson, type Register, type Sex, surnameOf } from './people.ts'

export interface Family {
  /** The victim or applicant. */
  readonly victim: MadeUpPerson
  readonly respondent: MadeUpPerson
  readonly children: readonly MadeUpPerson[]
  readonly relationship: Relationship
  readonly maritalStatus: MaritalStatus
  readonly township: string
  readonly house: string
  readonly violent: boolean
  /** 0 to 1: how bad it is at first. */
  readonly severity: number
  /** How likely she answers the phone and can talk. */
  readonly reach: number
}
export interface FamilyOptions {
  readonly chance: Chance
  readonly person: Register
  readonly places: Places
  /** The year they are met in. */
  readonly year: number
}

/** Townships by how many people live there. */
export type Places = Readonly<Record<string, number>>

/** A street has more people than a town, and a zone that is run as one has few; prisons have no families. */
export function placesOf(city: string, regions: Regions, chance: Chance): Places {
  const townships = regions.children(city).flatMap((district) => regions.children(district))
  const places = townships.flatMap((code): [string, number][] => {
    const name = regions.name(code) ?? ''
    if (name.endsWith('监狱')) return []
    const size = name.endsWith('街道') ? 2.2 : name.endsWith('镇') ? 1 : 0.35
    return [[`t${code}`, size * (0.6 + chance())]]
  })
  return Object.fromEntries(places)
}

const who = {
  violent: {
    spouse: 52,
    'former-spouse': 11,
    cohabitant: 11,
    partner: 6,
    'parent-child': 13,
    'in-law': 5,
    other: 2,
  },
  disputing: {
    spouse: 52,
    'former-spouse': 10,
    cohabitant: 3,
    partner: 1,
    'parent-child': 20,
    'in-law': 12,
    other: 2,
  },
} as const

export function aFamily({ chance, person, places, year }: FamilyOptions, grave = false): Family {
  const violent = grave || happens(chance, 0.6)
  const relationship = weighted<Relationship>(chance, violent ? who.violent : who.disputing)
  const [victim, respondent] = pair(chance, person, relationship, year)
  return {
    victim,
    respondent,
    children: childrenOf(chance, person, relationship, victim, respondent, year),
    relationship,
    maritalStatus: statusOf(chance, relationship, year - Number(victim.birthDate.slice(0, 4))),
    township: weighted(chance, places).slice(1),
    house: houseOf(chance),
    violent,
    severity: grave ? 0.8 + chance() * 0.2 : chance() ** 1.25,
    reach: happens(chance, 0.05) ? 0.12 : happens(chance, 0.12) ? 0.6 : 0.93,
  }
}

function pair(
  chance: Chance,
  person: Register,
  relationship: Relationship,
  year: number,
): [MadeUpPerson, MadeUpPerson] {
  const aged = (sex: Sex, from: number, to: number) => person(sex, year - to, year - from)
  const ageOf = (p: MadeUpPerson) => year - Number(p.birthDate.slice(0, 4))
  if (relationship === 'parent-child') {
    const parent = aged(happens(chance, 0.6) ? '2' : '1', 48, 82)
    const age = ageOf(parent) - between(chance, 22, 32)
    return [parent, person(happens(chance, 0.8) ? '1' : '2', year - age, year - age, surnameOf(parent))]
  }
  if (relationship === 'in-law') {
    const wife = aged('2', 24, 48)
    const mother = aged('2', ageOf(wife) + 22, ageOf(wife) + 32)
    return happens(chance, 0.6) ? [wife, mother] : [mother, wife]
  }
  const sex = happens(chance, 0.92) ? '2' : '1'
  const [youngest, oldest] = relationship === 'partner' ? [19, 38] : [22, 68]
  // Younger people ask for help more often.
  const age = youngest + Math.floor((oldest - youngest) * chance() ** 1.5)
  const victim = aged(sex, age, age)
  const older = sex === '2' ? [-2, 7] : [-7, 2]
  return [victim, aged(sex === '2' ? '1' : '2', Math.max(19, age + older[0]!), Math.max(20, age + older[1]!))]
}

function childrenOf(
  chance: Chance,
  person: Register,
  relationship: Relationship,
  victim: MadeUpPerson,
  respondent: MadeUpPerson,
  year: number,
): MadeUpPerson[] {
  const mother = Number(victim.birthDate.slice(0, 4))
  const oldest = Math.min(17, year - mother - 22)
  if (!['spouse', 'former-spouse', 'cohabitant'].includes(relationship) || oldest < 0) return []
  const father = victim.sex === '1' ? victim : respondent
  const count = Number(weighted(chance, { '0': 25, '1': 55, '2': 20 }))
  return Array.from({ length: count }, () =>
    person(happens(chance, 0.5) ? '1' : '2', year - oldest, year - Math.min(1, oldest), surnameOf(father)),
  )
}

function statusOf(chance: Chance, relationship: Relationship, age: number): MaritalStatus {
  if (relationship === 'former-spouse') return '40'
  if (relationship === 'cohabitant') return happens(chance, 0.9) ? 'cohabiting' : '40'
  if (relationship === 'partner') return happens(chance, 0.85) ? '10' : '40'
  const married = { '20': 40, '21': 24, '22': 12, '23': 2, separated: 14, '90': 3 }
  if (relationship === 'spouse') return weighted<keyof typeof married>(chance, married)
  return weighted(chance, {
    ...married,
    separated: 1,
    '30': age > 65 ? 40 : 5,
    '40': relationship === 'in-law' ? 0 : 8,
    '10': age < 28 ? 20 : 2,
  })
}

/** Houses that cannot be anybody's: every estate, road and village is called an example. */
function houseOf(chance: Chance): string {
  const [block, unit] = [between(chance, 1, 38), between(chance, 1, 4)]
  const room = `${between(chance, 1, 18)}0${between(chance, 1, 4)}`
  return oneOf(chance, [
    `示例小区${block}幢${unit}单元${room}室`,
    `示例花园${block}幢${room}室`,
    `示例村${between(chance, 1, 12)}组${between(chance, 1, 60)}号`,
    `示例路${between(chance, 1, 260)}号${room}室`,
  ])
}
