/**
 * What may be done to the policies: the outcome of every command in every state of their line. Who sets them is asked
 * before. The built-in first version is in force until another is; the second is what most commands are about.
 */
import t from 'tap'
import type { PolicyEvent } from './catalogue.ts'
import { hashOfPolicy, type Policy } from './policies/document.ts'
import { policy1 } from './policies/policy1.ts'
import { decidePolicy, foldPolicy, NOTICE_MS, type PolicyCommand } from './policy.ts'
import { acting, day, type Happened, happened, hours, monday } from './spec.ts'
import { walkOutcomes } from './specOutcomes.ts'

const document = (version: number, own: Partial<Policy> = {}): Policy => ({ ...policy1, ...own, version })
const about = (version: number) => ({
  policyId: policy1.id,
  version,
  hash: hashOfPolicy(document(version)),
})
const published = happened('PolicyPublished', { ...about(2), document: document(2) })
const activated = (version: number, effectiveFrom: string) =>
  happened('PolicyActivated', { ...about(version), effectiveFrom })
const soonest = new Date(Date.parse(monday) + NOTICE_MS).toISOString()

const states: Readonly<Record<string, readonly Happened<PolicyEvent['type']>[]>> = {
  'built-in': [],
  published: [published],
  ahead: [published, activated(2, day(1))],
  'about-to': [published, activated(2, soonest)],
  'in-force': [published, activated(2, hours(1))],
  replaced: [published, activated(2, hours(1)), activated(1, day(1))],
  retired: [published, happened('PolicyRetired', about(2))],
}
/** When it is tried: on Monday at nine unless the state is one of time. */
const moments: Readonly<Record<string, string>> = { 'in-force': day(3), replaced: day(3) }

const { extreme } = policy1.levels
const unsafe = document(2, { levels: { ...policy1.levels, extreme: { ...extreme, visit: null } } })
const activate = (version: number, from: string | null) =>
  ({ type: 'activate', version, effectiveFrom: from === null ? null : new Date(from) }) as const
type More =
  | 'publish-third'
  | 'publish-unsafe'
  | 'activate-later'
  | 'activate-before'
  | `${'activate' | 'retire'}-first`
const commands: Readonly<Record<PolicyCommand['type'] | More, PolicyCommand>> = {
  publish: { type: 'publish', document: document(2) },
  'publish-third': { type: 'publish', document: document(3) },
  'publish-unsafe': { type: 'publish', document: unsafe },
  activate: activate(2, null),
  'activate-later': activate(2, day(30)),
  'activate-before': activate(2, hours(-1)),
  'activate-first': activate(1, null),
  retire: { type: 'retire', version: 2 },
  'retire-first': { type: 'retire', version: 1 },
}

const table = `
known = published,ahead,about-to,in-force,replaced,retired

publish → PolicyPublished
                          city
built-in                  yes
known                     not-next-version

publish-third → PolicyPublished
                          city
built-in                  not-next-version
known                     yes

publish-unsafe → PolicyPublished
                          city
built-in,known            unsafe-policy

activate → PolicyActivated
                          city
built-in                  unknown-version
published,ahead,replaced  yes
about-to,in-force         already-in-force
retired                   version-retired

activate-later → PolicyActivated
                          city
built-in                  unknown-version
published,replaced        yes
ahead,about-to,in-force   already-in-force
retired                   version-retired

activate-before → PolicyActivated
                          city
built-in                  unknown-version
published,ahead,about-to  effect-in-past
in-force,replaced         effect-in-past
retired                   version-retired

activate-first → PolicyActivated
                          city
built-in,published,ahead  already-in-force
replaced,retired          already-in-force
about-to,in-force         yes

retire → PolicyRetired
                          city
built-in                  unknown-version
published,ahead,replaced  yes
about-to,in-force         version-in-force
retired                   version-retired

retire-first → PolicyRetired
                          city
built-in,published,ahead  version-in-force
about-to,replaced,retired version-in-force
in-force                  yes
`

t.test('every command on the policies in every state of their line', async (t) => {
  walkOutcomes<PolicyEvent, PolicyCommand>(t, {
    ...{ table, states, commands, actors: { city: '9901' } },
    decide: (command, _by, state) => (history) =>
      decidePolicy(foldPolicy(history), command, acting(moments[state] ?? monday)),
  })
})
