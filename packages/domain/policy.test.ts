import fc from 'fast-check'
import t from 'tap'
import type { PolicyEvent } from './catalogue.ts'
import { hashOfPolicy, type Policy } from './policies/document.ts'
import { policyAt } from './policies/inForce.ts'
import { policy1 } from './policies/policy1.ts'
import {
  decidePolicy,
  emptyLine,
  foldPolicy,
  NOTICE_MS,
  type PolicyCommand,
  type PolicyLine,
} from './policy.ts'
import { acting, appended, day, given, happened, hours, monday, recorded } from './spec.ts'

const document = (version: number, own: Partial<Policy> = {}): Policy => ({ ...policy1, ...own, version })
const does =
  (command: PolicyCommand, at = monday) =>
  (history: readonly PolicyEvent[]) =>
    decidePolicy(foldPolicy(history), command, acting(at))
const publish = (version: number, own: Partial<Policy> = {}) =>
  does({ type: 'publish', document: document(version, own) })
const activate = (version: number, from: string | null, at = monday) =>
  does({ type: 'activate', version, effectiveFrom: from === null ? null : new Date(from) }, at)
const retire = (version: number, at = monday) => does({ type: 'retire', version }, at)

const about = (version: number) => ({
  policyId: 'casework',
  version,
  hash: hashOfPolicy(document(version)),
})
const published = (version: number) =>
  happened('PolicyPublished', { ...about(version), document: document(version) })
const activated = (version: number, effectiveFrom: string) =>
  happened('PolicyActivated', { ...about(version), effectiveFrom })
const soonest = new Date(Date.parse(monday) + NOTICE_MS).toISOString()

t.test('the next version is published, as the document that it is and with its hash', async (t) => {
  const after = given<PolicyEvent>(t, [])
    .when(publish(2))
    .then([{ type: 'PolicyPublished', data: { ...about(2), document: document(2) } }])
  t.equal(policyAt(foldPolicy(after).policies, new Date(day(9000))).version, 1, 'and changes nothing yet')
})

t.test('a version is published once, in its turn', async (t) => {
  for (const version of [1, 3])
    given<PolicyEvent>(t, []).when(publish(version)).thenRefused('not-next-version')
  given<PolicyEvent>(t, [published(2)])
    .when(publish(2))
    .thenRefused('not-next-version')
  given<PolicyEvent>(t, [published(2)])
    .when(publish(3))
    .then(['PolicyPublished'])
})

t.test('a policy that is not safe, or of another name, is not published', async (t) => {
  const { extreme } = policy1.levels
  const levels = { ...policy1.levels, extreme: { ...extreme, visit: null } }
  given<PolicyEvent>(t, []).when(publish(2, { levels })).thenRefused('unsafe-policy')
  given<PolicyEvent>(t, [])
    .when(publish(2, { id: 'other' }))
    .thenRefused('unsafe-policy')
})

t.test('a version takes effect from its date on and not before', async (t) => {
  const after = given<PolicyEvent>(t, [published(2)])
    .when(activate(2, day(30)))
    .then([{ type: 'PolicyActivated', data: { ...about(2), effectiveFrom: day(30) } }])
  const { policies } = foldPolicy(after)
  t.equal(policyAt(policies, new Date(Date.parse(day(30)) - 1)).version, 1)
  t.equal(policyAt(policies, new Date(day(30))).version, 2)
})

t.test('nothing takes effect in the past, and at once means when everybody knows', async (t) => {
  given<PolicyEvent>(t, [published(2)])
    .when(activate(2, hours(-1)))
    .thenRefused('effect-in-past')
  for (const asked of [null, monday, new Date(Date.parse(monday) + 1000).toISOString()])
    given<PolicyEvent>(t, [published(2)])
      .when(activate(2, asked))
      .then([{ type: 'PolicyActivated', data: { effectiveFrom: soonest } }])
})

t.test('a version that is unknown, retired or in force then is not activated', async (t) => {
  given<PolicyEvent>(t, []).when(activate(2, null)).thenRefused('unknown-version')
  given<PolicyEvent>(t, []).when(activate(1, null)).thenRefused('already-in-force')
  given<PolicyEvent>(t, [published(2), activated(2, day(1))])
    .when(activate(2, day(2)))
    .thenRefused('already-in-force')
  given<PolicyEvent>(t, [published(2), happened('PolicyRetired', about(2))])
    .when(activate(2, null))
    .thenRefused('version-retired')
})

t.test('one goes back to an older version by activating it again', async (t) => {
  const after = given<PolicyEvent>(t, [published(2), activated(2, day(1))])
    .when(activate(1, day(5), day(2)))
    .then(['PolicyActivated'])
  const { policies } = foldPolicy(after)
  t.strictSame(
    [0, 1, 4, 5].map((n) => policyAt(policies, new Date(day(n))).version),
    [1, 2, 2, 1],
  )
})

t.test('of two that take effect at one moment the later decision holds', async (t) => {
  const history = [published(2), published(3), activated(3, day(5)), activated(2, day(5))]
  t.equal(policyAt(foldPolicy(recorded<PolicyEvent>(history)).policies, new Date(day(5))).version, 2)
})

t.test('a retired version gives up what was still ahead and nothing else', async (t) => {
  const history = [published(2), activated(2, day(1)), activated(1, day(2)), activated(2, day(9))]
  const after = given<PolicyEvent>(t, history)
    .when(retire(2, day(3)))
    .then(['PolicyRetired'])
  const { policies, published: versions } = foldPolicy(after)
  t.strictSame(
    [1, 2, 9, 99].map((n) => policyAt(policies, new Date(day(n))).version),
    [2, 1, 1, 1],
  )
  t.equal(versions.find((v) => v.version === 2)?.retiredAt, day(3))
})

t.test('what is in force, or about to be, is not retired', async (t) => {
  given<PolicyEvent>(t, []).when(retire(1)).thenRefused('version-in-force')
  given<PolicyEvent>(t, []).when(retire(2)).thenRefused('unknown-version')
  const aboutTo = [published(2), activated(2, soonest)]
  given<PolicyEvent>(t, aboutTo).when(retire(2)).thenRefused('version-in-force')
  given<PolicyEvent>(t, aboutTo).when(retire(1)).thenRefused('version-in-force')
  given<PolicyEvent>(t, aboutTo)
    .when(retire(1, day(1)))
    .then(['PolicyRetired'])
})

t.test('whatever is commanded, nothing changes of the past, nor of the minute that has begun', async (t) => {
  const command: fc.Arbitrary<Said> = fc.oneof(
    fc.constant({ type: 'publish' as const }),
    fc.record({
      type: fc.constant('activate' as const),
      version: fc.integer({ min: 1, max: 4 }),
      in_s: fc.option(fc.integer({ min: -60, max: 400 })),
    }),
    fc.record({ type: fc.constant('retire' as const), version: fc.integer({ min: 1, max: 4 }) }),
  )
  let events = 0
  const quarters = (from: number, until: number) =>
    Array.from({ length: Math.ceil((until - from) / 15_000) }, (_, i) => new Date(from + i * 15_000))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), command), { minLength: 5, maxLength: 25 }),
      (steps) => {
        let history: readonly PolicyEvent[] = []
        let now = Date.parse(monday)
        return steps.every(([passed_s, said], i) => {
          now += passed_s * 1000
          const before = foldPolicy(history)
          const decision = decidePolicy(before, whole(said, before, now), acting(isoOf(now), `step ${i}`))
          if ('refusal' in decision) return true
          events += decision.events.length
          history = appended(history, decision.events)
          const after = foldPolicy(history)
          return quarters(Date.parse(monday) - 60_000, now + NOTICE_MS).every(
            (moment) => policyAt(after.policies, moment) === policyAt(before.policies, moment),
          )
        })
      },
    ),
    { numRuns: 100 },
  )
  t.ok(events > 200, `${events} events`)
})

type Said =
  | { readonly type: 'publish' }
  | { readonly type: 'activate'; readonly version: number; readonly in_s: number | null }
  | { readonly type: 'retire'; readonly version: number }
const isoOf = (moment: number) => new Date(moment).toISOString()
function whole(said: Said, { published }: PolicyLine, now: number): PolicyCommand {
  if (said.type === 'publish') return { type: 'publish', document: document(published.at(-1)!.version + 1) }
  if (said.type === 'retire') return said
  const effectiveFrom = said.in_s === null ? null : new Date(now + said.in_s * 1000)
  return { type: 'activate', version: said.version, effectiveFrom }
}

t.test('before anything is recorded the first version is there, published by nobody', async (t) => {
  t.strictSame(emptyLine.published, [
    { version: 1, hash: hashOfPolicy(policy1), publishedAt: null, retiredAt: null },
  ])
  t.equal(emptyLine.revision, 0)
})
