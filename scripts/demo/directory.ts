/**
 * The organisations of the made-up city: its federations, and in each district and township those whom an order can
 * call on. Names are put together from places and made-up people; every telephone begins with 1000000.
 */
import type { Regions } from '@jiahe/domain/regions.ts'
import type { Capability, OrganisationKind } from '@jiahe/domain/vocabulary.ts'
import type { Card } from '@jiahe/privacy/cards.ts'
import { between, type Chance, happens, oneOf } from './chance.ts'
import { register, type Sex } from './people.ts'

export interface MadeUpOrganisation {
  readonly code: string
  readonly kind: OrganisationKind
  readonly regionCode: string
  readonly capabilities: readonly Capability[]
  readonly capacity: number | null
  readonly card: Card
}
/** A name as a woman or a man of that age would bear it. */
export type Namer = (sex: Sex, bornFrom: number, bornTo: number) => string

export const phoneOf = (chance: Chance): string =>
  `1000000${String(between(chance, 0, 9999)).padStart(4, '0')}`

export const namer = (chance: Chance): Namer => {
  const person = register(chance)
  return (sex, bornFrom, bornTo) => person(sex, bornFrom, bornTo).name
}

/** What of the region table is a place where people live. */
export const placesIn = (regions: Regions, code: string): string[] =>
  regions.children(code).filter((place) => !regions.name(place)?.endsWith('监狱'))

export function organisationsOfCity(
  city: string,
  regions: Regions,
  chance: Chance,
): readonly MadeUpOrganisation[] {
  const make = maker(regions, chance, namer(chance))
  const districts = regions.children(city)
  return [
    ...ofCity(city, make),
    ...districts.flatMap((district) => ofDistrict(district, make)),
    ...districts.flatMap((district) =>
      placesIn(regions, district).flatMap((township) => ofTownship(township, make)),
    ),
  ]
}

interface Maker {
  readonly chance: Chance
  readonly person: Namer
  /** 天宁, 茶山: without what kind of place it is. */
  readonly short: (region: string) => string
  readonly name: (region: string) => string
  /** An office: with an address, a telephone and somebody to ask for. */
  office(
    prefix: string,
    kind: OrganisationKind,
    region: string,
    name: string,
    capabilities: readonly Capability[],
    own?: { readonly n?: number; readonly capacity?: number },
  ): MadeUpOrganisation
  /** Somebody who is called herself. */
  somebody(
    prefix: string,
    kind: OrganisationKind,
    region: string,
    name: string,
    capabilities: readonly Capability[],
    n: number,
  ): MadeUpOrganisation
}

const streets = [
  '和平',
  '人民',
  '青年',
  '建设',
  '文化',
  '健康',
  '新丰',
  '延陵',
  '劳动',
  '长虹',
  '滨河',
  '迎春',
]

function maker(regions: Regions, chance: Chance, person: Namer): Maker {
  const name = (region: string) => regions.name(region) ?? region
  const short = (region: string) => name(region).replace(/(市|区|县|街道|镇|乡|管委会)$/, '')
  const codeOf = (prefix: string, region: string, n: number) =>
    prefix === '' ? region : `${prefix}${region}${String(n).padStart(2, '0')}`
  const base = (kind: OrganisationKind, regionCode: string, capabilities: readonly Capability[]) => ({
    ...{ kind, regionCode, capabilities },
  })
  return {
    ...{ chance, person, short, name },
    office(prefix, kind, region, called, capabilities, { n = 1, capacity } = {}) {
      const street = `${oneOf(chance, streets)}路${between(chance, 2, 380)}号`
      return {
        ...base(kind, region, capabilities),
        code: codeOf(prefix, region, n),
        capacity: capacity ?? null,
        card: {
          name: called,
          address: `${name(region)}${street}`,
          phone: phoneOf(chance),
          contactName: person(happens(chance, 0.6) ? '2' : '1', 1968, 1992),
          contactPhone: phoneOf(chance),
        },
      }
    },
    somebody(prefix, kind, region, called, capabilities, n) {
      const card = { name: called, phone: phoneOf(chance) }
      return { ...base(kind, region, capabilities), code: codeOf(prefix, region, n), capacity: null, card }
    },
  }
}

function ofCity(city: string, { office, name, short, chance }: Maker): MadeUpOrganisation[] {
  return [
    office('', 'federation', city, `${name(city)}妇女联合会`, ['home-visit', 'round-the-clock']),
    office('FY', 'legal-station', city, `${name(city)}法律援助中心`, ['legal-aid', 'legal-advice']),
    office('BH', 'shelter', city, `${name(city)}反家庭暴力庇护中心`, ['sheltering', 'round-the-clock'], {
      capacity: between(chance, 24, 40),
    }),
    office('YL', 'hospital', city, `${name(city)}妇幼保健院`, ['medical-care', 'round-the-clock']),
    office('XL', 'social-work', city, `${short(city)}家庭心理服务中心`, ['counselling', 'child-protection']),
    office('GA', 'police-station', city, `${name(city)}公安局110指挥中心`, ['round-the-clock']),
    office('FT', 'court', city, `${name(city)}中级人民法院`, []),
    office('JC', 'procuratorate', city, `${name(city)}人民检察院`, ['child-protection']),
    office('MZ', 'civil-affairs', city, `${name(city)}民政局`, ['sheltering', 'child-protection']),
    office('SF', 'justice', city, `${name(city)}司法局`, ['legal-aid']),
  ]
}

function ofDistrict(district: string, make: Maker): MadeUpOrganisation[] {
  const { office, somebody, name, short, person, chance } = make
  const lawyer = (n: number) => {
    const sex = happens(chance, 0.6) ? '2' : '1'
    return somebody(
      'LS',
      'lawyer',
      district,
      `${person(sex, 1972, 1994)}律师`,
      ['legal-advice', 'legal-aid'],
      n,
    )
  }
  const psychologist = (n: number) =>
    somebody('XZ', 'psychologist', district, `${person('2', 1974, 1993)}（心理咨询师）`, ['counselling'], n)
  return [
    office('', 'federation', district, `${name(district)}妇女联合会`, ['home-visit', 'round-the-clock']),
    office('FT', 'court', district, `${name(district)}人民法院家事审判庭`, ['mediation']),
    office('JC', 'procuratorate', district, `${name(district)}人民检察院`, ['child-protection']),
    office('MZ', 'civil-affairs', district, `${name(district)}民政局婚姻登记处`, [
      'mediation',
      'counselling',
    ]),
    office('SF', 'justice', district, `${name(district)}司法局`, ['legal-aid', 'mediation']),
    office('FY', 'legal-station', district, `${name(district)}妇女儿童维权法律援助站`, [
      ...(['legal-advice', 'legal-aid'] as const),
    ]),
    office('BH', 'shelter', district, `${name(district)}家庭暴力庇护所`, ['sheltering', 'round-the-clock'], {
      capacity: between(chance, 6, 16),
    }),
    office('YL', 'hospital', district, `${short(district)}人民医院`, ['medical-care', 'round-the-clock']),
    office('TJ', 'mediation-organisation', district, `${name(district)}婚姻家庭纠纷人民调解委员会`, [
      'mediation',
    ]),
    office('SG', 'social-work', district, `${short(district)}家和社会工作服务中心`, [
      ...(['counselling', 'child-protection', 'home-visit'] as const),
    ]),
    ...[1, 2, 3].map(lawyer),
    ...[1, 2].map(psychologist),
  ]
}

function ofTownship(township: string, make: Maker): MadeUpOrganisation[] {
  const { office, somebody, name, short, person, chance } = make
  const aunts = happens(chance, 0.4) ? [1, 2] : [1]
  return [
    office('', 'federation', township, `${name(township)}妇女联合会`, ['home-visit']),
    office('GA', 'police-station', township, `${short(township)}派出所`, ['round-the-clock', 'home-visit']),
    office('TJ', 'mediation-organisation', township, `${name(township)}婚姻家庭纠纷调解工作室`, [
      ...(['mediation', 'home-visit'] as const),
    ]),
    office('SF', 'justice', township, `${short(township)}司法所`, ['mediation', 'legal-advice']),
    ...aunts.map((n) =>
      somebody(
        ...(['LJ', 'mediator', township, `${person('2', 1954, 1968)}（老舅妈）`] as const),
        ...([['mediation', 'home-visit'], n] as const),
      ),
    ),
  ]
}
