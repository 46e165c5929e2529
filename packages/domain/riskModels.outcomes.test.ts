/**
 * What may be done to the risk models: the outcome of every command in every state of their line. Who does it is asked
 * before. The built-in models are in force until another is; the second of violence is what most commands are about.
 */
import t from 'tap'
import type { RiskModelEvent } from './catalogue.ts'
import { desk } from './exampleCity.ts'
import { modelsAt } from './models/inForce.ts'
import { defineModel, type RiskModel } from './models/model.ts'
import { stored } from './models/publication.ts'
import { violence1 } from './models/violence1.ts'
import { NOTICE_MS } from './policy.ts'
import { decideRiskModels, foldRiskModels, type RiskModelCommand, type WhatIfRun } from './riskModels.ts'
import { acting, day, type Happened, happened, hours, monday, named } from './spec.ts'
import { walkOutcomes } from './specOutcomes.ts'
import { newTally } from './whatIf/tally.ts'

const { ref: _ref, ...first } = violence1
const document = (version: number, own: Partial<RiskModel> = {}): RiskModel => ({
  ...first,
  name: `Violence ${version}`,
  version,
  ...own,
})
const second = defineModel(document(2))
const builtIn = modelsAt(desk.models, new Date(monday))
const run = (own: Partial<WhatIfRun> = {}, inForce = builtIn, candidate = second): WhatIfRun => ({
  whatIfId: named('a what-if'),
  readAt: monday,
  result: newTally().result(candidate, inForce, '0000000000000042'),
  ...own,
})
const soonest = new Date(Date.parse(monday) + NOTICE_MS).toISOString()

const published = happened('RiskModelPublished', {
  ...{ modelId: 'violence', version: 2, hash: second.ref.hash, document: stored(document(2)) },
})
const activated = (model: { ref: { id: string; version: number; hash: string } }, effectiveFrom: string) =>
  happened('RiskModelActivated', {
    ...{ modelId: model.ref.id, version: model.ref.version, hash: model.ref.hash, track: 'violence' },
    effectiveFrom,
    whatIf: {
      ...{ whatIfId: named('a what-if'), readAt: monday, resultHash: '0'.repeat(64) },
      ...{ cases: 0, higher: 0, lower: 0, workload: [] },
    },
  })

const states: Readonly<Record<string, readonly Happened<RiskModelEvent['type']>[]>> = {
  'built-in': [],
  published: [published],
  ahead: [published, activated(second, day(2))],
  'about-to': [published, activated(second, soonest)],
  'in-force': [published, activated(second, hours(1))],
  replaced: [published, activated(second, hours(1)), activated(violence1, day(1))],
}
/** When it is tried: on Monday at nine unless the state is one of time. */
const moments: Readonly<Record<string, string>> = { 'in-force': day(3), replaced: day(3) }

const activate = (whatIf: WhatIfRun | null, from: string | null = null, version = 2): RiskModelCommand => ({
  type: 'activate',
  model: { id: 'violence', version },
  whatIf,
  effectiveFrom: from === null ? null : new Date(from),
})
const floorless = document(2, { cutOffs: first.cutOffs.map((c) => ({ ...c, floors: null })) })
const other = defineModel(document(2, { window_days: 400 }))
const past = new Date(Date.parse(monday) - 8 * 86_400_000).toISOString()
const commands = {
  publish: { type: 'publish', document: document(2) },
  'publish-third': { type: 'publish', document: document(3) },
  'publish-other': { type: 'publish', document: document(1, { id: 'other' }) },
  'publish-unsafe': { type: 'publish', document: floorless },
  'publish-track': { type: 'publish', document: document(2, { id: 'dispute' }) },
  activate: activate(run()),
  'activate-later': activate(run(), day(30)),
  'activate-before': activate(run(), hours(-1)),
  'activate-first': activate(run({}, { ...builtIn, violence: second }, violence1), null, 1),
  'activate-untried': activate(null),
  'activate-other-hash': activate(run({}, builtIn, other)),
  'activate-stale': activate(run({ readAt: past })),
  'activate-against-others': activate(run({}, { ...builtIn, violence: other })),
} satisfies Record<string, RiskModelCommand>

const table = `
known = published,ahead,about-to,in-force,replaced

publish → RiskModelPublished
                          city
built-in                  yes
known                     not-next-version

publish-third → RiskModelPublished
                          city
built-in                  not-next-version
known                     yes

publish-other → RiskModelPublished
                          city
built-in,known            yes

publish-unsafe → RiskModelPublished
publish-track → RiskModelPublished
                          city
built-in,known            unsafe-model

activate → RiskModelActivated
                          city
built-in                  unknown-model
published,ahead,replaced  yes
about-to,in-force         already-in-force

activate-later → RiskModelActivated
                          city
built-in                  unknown-model
published,replaced        yes
ahead,about-to,in-force   already-in-force

activate-before → RiskModelActivated
                          city
built-in                  unknown-model
known                     effect-in-past

activate-first → RiskModelActivated
                          city
built-in,published,ahead  already-in-force
replaced                  already-in-force
about-to                  what-if-outdated
in-force                  yes

activate-untried → RiskModelActivated
activate-other-hash → RiskModelActivated
                          city
built-in                  unknown-model
published,ahead,replaced  what-if-missing
about-to,in-force         already-in-force

activate-stale → RiskModelActivated
activate-against-others → RiskModelActivated
                          city
built-in                  unknown-model
published,ahead,replaced  what-if-outdated
about-to,in-force         already-in-force
`

t.test('every command on the risk models in every state of their line', async (t) => {
  walkOutcomes<RiskModelEvent, RiskModelCommand>(t, {
    ...{ table, states, commands, actors: { city: '9901' } },
    decide: (command, _by, state) => (history) =>
      decideRiskModels(foldRiskModels(history), command, acting(moments[state] ?? monday)),
  })
})

t.test('an activation says what the what-if came to, and grades from its moment on', async (t) => {
  const tally = newTally()
  tally.add({
    ...{ caseId: named('a case'), sealed: false, beforeHarm: null },
    level: { inForce: 'low', candidate: 'medium' },
    orders: { inForce: [], candidate: [{ federation: '990101001', month: '2026-03' }] },
  })
  const whatIf = run({ result: tally.result(second, builtIn, '0000000000000042') })
  const line = foldRiskModels([])
  const context = acting(monday)
  const publish = decideRiskModels(line, commands.publish, context)
  t.ok('events' in publish)
  const history = ('events' in publish ? publish.events : []).map((event, revision) => ({
    ...event,
    revision,
  }))
  const known = foldRiskModels(history as never)
  const decided = decideRiskModels(known, activate(whatIf), acting(monday, 'another'))
  const event = 'events' in decided ? decided.events[0] : undefined
  t.match(event?.data, {
    hash: second.ref.hash,
    effectiveFrom: soonest,
    whatIf: {
      ...{ whatIfId: whatIf.whatIfId, cases: 1, higher: 1, lower: 0 },
      workload: [{ federation: '990101001', inForce: 0, candidate: 1 }],
    },
  })
  const { models } = foldRiskModels([...history, { ...event, revision: 1 }] as never)
  t.equal(modelsAt(models, new Date(monday)).violence.ref.version, 1)
  t.strictSame(modelsAt(models, new Date(soonest)).violence.ref, second.ref)
  t.equal(modelsAt(models, new Date(soonest)).dispute.ref.version, 1, 'the other track is left alone')
})
