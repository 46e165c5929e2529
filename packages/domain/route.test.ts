import t from 'tap'
import { city, desk, district, otherTownship, township } from './exampleCity.ts'
import { policy1 } from './policies/policy1.ts'
import { assignTo, type Route, route } from './route.ts'
import type { Level } from './vocabulary.ts'

const { territory } = desk
const toTownship: Route = {
  assignment: { assignee: township, supervisor: district, assisting: null },
  warnings: [],
}
const toDistrict = (
  warnings: ('district-only' | 'unknown-township')[],
  assisting: string | null = null,
): Route => ({
  assignment: { assignee: district, supervisor: city, assisting },
  warnings,
})

t.test(
  'medium and high go to the township under its district, extreme to the district with its help',
  async (t) => {
    const table: [Level, Route][] = [
      ['medium', toTownship],
      ['high', toTownship],
      ['extreme', toDistrict([], township)],
    ]
    for (const [level, expected] of table) {
      t.strictSame(route(township, level, territory, policy1), expected, level)
      t.strictSame(route(`${township}000`, level, territory, policy1), expected, `${level}, twelve digits`)
      t.strictSame(route(`${township}207`, level, territory, policy1), expected, `${level}, a village of it`)
    }
  },
)

t.test(
  'what is known to the district only goes there at every level, an unknown township with a warning',
  async (t) => {
    for (const level of ['medium', 'high', 'extreme'] as const)
      for (const [sent, warning] of [
        ['990101', 'district-only'],
        ['990101000', 'district-only'],
        ['990101000000', 'district-only'],
        ['990101999', 'unknown-township'],
        ['990101999001', 'unknown-township'],
      ] as const)
        t.strictSame(route(sent, level, territory, policy1), toDistrict([warning]), `${sent}, ${level}`)
  },
)

t.test('what has no usable region is unroutable, and says why', async (t) => {
  const table: [string | null, string][] = [
    [null, 'no-region'],
    ['99', 'no-region'],
    ['9901', 'no-region'],
    ['990100', 'no-region'],
    ['990000000000', 'no-region'],
    ['', 'unknown-region'],
    ['East', 'unknown-region'],
    ['99010', 'unknown-region'],
    ['99010100', 'unknown-region'],
    ['000000', 'unknown-region'],
    ['990109', 'unknown-region'],
    ['990109001', 'unknown-region'],
    ['98', 'unknown-region'],
    ['9902', 'outside-city'],
    ['990201', 'outside-city'],
    ['990201001', 'outside-city'],
    ['990209', 'unknown-region'],
  ]
  for (const [sent, reason] of table)
    t.strictSame(route(sent, 'high', territory, policy1), { unroutable: reason }, String(sent))
})

t.test('by hand an order goes to a township or a district of the city and to nobody else', async (t) => {
  t.strictSame(assignTo(otherTownship, 'high', territory, policy1), {
    assignee: '990102001',
    supervisor: '990102',
    assisting: null,
  })
  t.strictSame(assignTo(district, 'high', territory, policy1), {
    assignee: '990101',
    supervisor: '9901',
    assisting: null,
  })
  for (const nobody of [city, '99', '9902', '990201', '990101009', '990109', '', '99010100'])
    t.equal(assignTo(nobody, 'high', territory, policy1), null, nobody)
})

t.test('whose an order is at a level is the policy’s to say', async (t) => {
  const { medium, high } = policy1.levels
  const lifted = { assignee: 'district', supervisor: 'city', assisting: 'township' } as const
  const watched = { assignee: 'township', supervisor: 'city', assisting: 'district' } as const
  const levels = {
    ...policy1.levels,
    high: { ...high, route: lifted },
    medium: { ...medium, route: watched },
  }
  t.strictSame(route(township, 'high', territory, { levels }), toDistrict([], township))
  t.strictSame(route(township, 'medium', territory, { levels }), {
    assignment: { assignee: township, supervisor: city, assisting: district },
    warnings: [],
  })
  t.strictSame(route('990101', 'medium', territory, { levels }), toDistrict(['district-only']))
  t.strictSame(
    (['medium', 'high'] as const).map(
      (level) => assignTo(otherTownship, level, territory, { levels })?.supervisor,
    ),
    [city, '990102'],
    'by hand the city stays above, where the policy has it supervise',
  )
})
