/** The golden fixtures: one stored event per type and version that ever was, which today's code still reads. */
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { canonicalJson } from './canonicalJson.ts'
import {
  catalogue,
  type EventType,
  type FamilyCaseEvent,
  familyCaseTypes,
  type OrganisationEvent,
  organisationTypes,
  type PolicyEvent,
  policyTypes,
  type RiskModelEvent,
  riskModelTypes,
  type WorkOrderEvent,
  workOrderTypes,
} from './catalogue.ts'
import { evolveFamilyCase, foldFamilyCase } from './familyCase.ts'
import { evolveOrganisation, foldOrganisation } from './organisation.ts'
import { foldPolicy } from './policy.ts'
import { foldRiskModels } from './riskModels.ts'
import { isKnownType, readEvent, type StoredEvent } from './upcast.ts'
import { evolveWorkOrder } from './workOrder.ts'

const folder = new URL('fixtures/', import.meta.url)
const read = (file: string): StoredEvent => JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
const files = readdirSync(folder).sort()
const fixtures = files.map(read)
const types = Object.keys(catalogue) as EventType[]
const schemaOf = (type: string) => catalogue[type as EventType].schema

t.test('every version of every type has its golden fixture, and nothing else has one', async (t) => {
  const expected = types.flatMap((type) =>
    Array.from({ length: catalogue[type].version }, (_, i) => `${type}.v${i + 1}.json`),
  )
  t.strictSame(files, expected.sort())
  t.strictSame(
    fixtures.map(({ type, metadata }) => `${type}.v${metadata.schemaVersion}.json`),
    files,
  )
})

t.test('each fixture is read, and today’s schema takes it as it is', async (t) => {
  for (const fixture of fixtures) {
    const event = readEvent(fixture)
    const bytes = canonicalJson(event.data)
    t.equal(canonicalJson(schemaOf(event.type).parse(event.data)), bytes, event.type)
    t.equal(canonicalJson(JSON.parse(bytes)), bytes)
    if (fixture.metadata.schemaVersion === catalogue[event.type].version) t.equal(event, fixture)
  }
})

t.test('each fixture is folded by its aggregate, from nothing too', async (t) => {
  const events = fixtures.map(readEvent)
  const among = (types: readonly EventType[], type: EventType) => types.includes(type)
  const ofCase = events.filter((e): e is FamilyCaseEvent => among(familyCaseTypes, e.type))
  const dispatched = events.find((e) => e.type === 'WorkOrderDispatched') as WorkOrderEvent
  for (const event of ofCase) t.ok(foldFamilyCase([event]).eventIds.has(event.id), event.type)
  t.equal(ofCase.reduce(evolveFamilyCase, foldFamilyCase([])).eventIds.size, ofCase.length)
  for (const event of events.filter((e): e is WorkOrderEvent => among(workOrderTypes, e.type))) {
    t.equal(evolveWorkOrder(evolveWorkOrder(null, dispatched), event)?.revision, event.revision, event.type)
    const opens = event.type === 'WorkOrderDispatched' || event.type === 'WorkOrderUnroutable'
    t.equal(evolveWorkOrder(null, event) !== null, opens, event.type)
  }
  const registered = events.find((e) => e.type === 'OrganisationRegistered') as OrganisationEvent
  for (const event of events.filter((e): e is OrganisationEvent => among(organisationTypes, e.type))) {
    t.equal(evolveOrganisation(foldOrganisation([registered]), event)?.revision, event.revision, event.type)
    t.equal(evolveOrganisation(null, event) !== null, event.type === 'OrganisationRegistered', event.type)
  }
  for (const event of events.filter((e): e is PolicyEvent => among(policyTypes, e.type)))
    t.strictSame(foldPolicy([event]).eventIds, [event.id], event.type)
  for (const event of events.filter((e): e is RiskModelEvent => among(riskModelTypes, e.type)))
    t.strictSame(foldRiskModels([event]).eventIds, [event.id], event.type)
})

/** The data with what stands at each place that `is` replaced by `put`, one at a time. */
function* replaced(
  data: unknown,
  is: (v: unknown) => boolean,
  put: (v: unknown) => unknown,
): Generator<unknown> {
  if (is(data)) yield put(data)
  if (data === null || typeof data !== 'object') return
  for (const [key, value] of Object.entries(data))
    for (const other of replaced(value, is, put)) {
      yield Array.isArray(data) ? data.with(Number(key), other) : { ...data, [key]: other }
    }
}

t.test('no event takes a field that its schema does not name, however deep', async (t) => {
  const isObject = (v: unknown) => v !== null && typeof v === 'object' && !Array.isArray(v)
  for (const { type, data } of fixtures)
    for (const more of replaced(data, isObject, (v) => ({ ...(v as object), note: 'x' })))
      t.notOk(schemaOf(type).safeParse(more).success, `${type} ${JSON.stringify(more).slice(0, 60)}`)
})

t.test('no text of an event can be a name, a phone, an identity number or a sentence', async (t) => {
  const secrets = ['张小红', '10000001234', '051980001234', '999000199003072429', '他昨晚又动手了', '']
  let tried = 0
  for (const { type, data } of fixtures)
    for (const secret of secrets)
      for (const leak of replaced(
        data,
        (v) => typeof v === 'string',
        () => secret,
      )) {
        tried++
        const taken = schemaOf(type).safeParse(leak).success
        if (taken) t.fail(`${type} takes ${secret} in ${JSON.stringify(leak)}`)
      }
  t.ok(tried > 1000)
})

t.test('a type is known by its own name only', async (t) => {
  t.ok(types.every(isKnownType))
  for (const type of ['alertReceived', 'WorkOrderUpdated', 'toString', '']) t.notOk(isKnownType(type))
})
