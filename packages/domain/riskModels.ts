/**
 * The line of the risk models: versions are published, and activated with effect from a moment. Invariants, as with the
 * policy: a version is published once and never changes; each track has one model in force at every moment, from the
 * built-in first on; what was in force at a moment that has passed, or is about to, never changes. And none is activated
 * whose what-if over the whole history was not run lately, against the very models that it would stand beside.
 */
import type { DataOf, NewDomainEvent, RiskModelEvent } from './catalogue.ts'
import type { Context, Decision } from './event.ts'
import { derivedId } from './ids.ts'
import { builtInModels, modelOf, modelsAt, type RiskModels } from './models/inForce.ts'
import { defineModel, type ModelRef, type RiskModel } from './models/model.ts'
import { stored, wholeModel } from './models/publication.ts'
import { isSafe } from './models/safety.ts'
import { isBroughtAbout, newEvent } from './newEvent.ts'
import { inOrder } from './policies/inForce.ts'
import { NOTICE_MS } from './policy.ts'
import { hashOfWhatIf, type WhatIf } from './whatIf/tally.ts'

/** The one line, of all models and both tracks: whoever reads it knows what is in force. */
const grading = 'grading'
export const riskModelStream = (): string => `riskModel-${grading}`
export const riskModelLineId = (): string => derivedId(new Date(0), 'risk-models', grading)

/** A what-if that was read longer ago says too little of today's work. */
export const WHAT_IF_DAYS = 7

export interface PublishedModel extends ModelRef {
  /** Null of those that are built in. */
  readonly publishedAt: string | null
  /** What the newest activation said; null before. */
  readonly whatIf: DataOf<'RiskModelActivated'>['whatIf'] | null
}
export interface RiskModelLine {
  /** How many events there are. */
  readonly revision: number
  readonly eventIds: readonly string[]
  readonly published: readonly PublishedModel[]
  readonly models: RiskModels
}

export const firstLine: RiskModelLine = {
  revision: 0,
  eventIds: [],
  published: builtInModels.versions.map(({ ref }) => ({ ...ref, publishedAt: null, whatIf: null })),
  models: builtInModels,
}
export const foldRiskModels = (history: readonly RiskModelEvent[]): RiskModelLine =>
  history.reduce(evolveRiskModels, firstLine)

export function evolveRiskModels(before: RiskModelLine, event: RiskModelEvent): RiskModelLine {
  const line = { ...before, revision: event.revision + 1, eventIds: [...before.eventIds, event.id] }
  const { models, published } = before
  switch (event.type) {
    case 'RiskModelPublished': {
      const { modelId: id, version, hash, document } = event.data
      const fresh = { id, version, hash, publishedAt: event.metadata.occurredAt, whatIf: null }
      return {
        ...line,
        published: [...published, fresh],
        models: { ...models, versions: [...models.versions, wholeModel(document)] },
      }
    }
    case 'RiskModelActivated': {
      const { modelId: id, version, track, effectiveFrom, whatIf } = event.data
      const activations = inOrder([...models.activations, { track, id, version, effectiveFrom }])
      return {
        ...line,
        published: published.map((p) => (isOf(p, { id, version }) ? { ...p, whatIf } : p)),
        models: { ...models, activations },
      }
    }
    default:
      return event satisfies never
  }
}

type Named = Pick<ModelRef, 'id' | 'version'>
const isOf = (one: Named, { id, version }: Named): boolean => one.id === id && one.version === version

/** A what-if that was run to its end. */
export interface WhatIfRun {
  readonly whatIfId: string
  readonly readAt: string
  readonly result: WhatIf
}
export type RiskModelRefusal =
  | 'unsafe-model'
  | 'not-next-version'
  | 'unknown-model'
  | 'effect-in-past'
  | 'already-in-force'
  | 'what-if-missing'
  | 'what-if-outdated'
export type RiskModelCommand =
  | { readonly type: 'publish'; readonly document: RiskModel }
  | {
      readonly type: 'activate'
      readonly model: Named
      /** Null: as soon as can be. */
      readonly effectiveFrom: Date | null
      /** The newest of this model; null where there is none. */
      readonly whatIf: WhatIfRun | null
    }
type Decided = Decision<NewDomainEvent, RiskModelRefusal>

/** A repeat of a command that was carried out yields no events. The document has the shape of one. */
export function decideRiskModels(line: RiskModelLine, command: RiskModelCommand, context: Context): Decided {
  if (isBroughtAbout(line.eventIds, types, grading, context.causeId)) return { events: [] }
  return command.type === 'publish'
    ? publish(line, command.document, context)
    : activate(line, command, context)
}

const types: readonly RiskModelEvent['type'][] = ['RiskModelPublished', 'RiskModelActivated']
const does = <T extends RiskModelEvent['type']>(type: T, data: DataOf<T>, context: Context): Decided => ({
  events: [newEvent(type, data, riskModelLineId(), grading, context)],
})

function publish({ models }: RiskModelLine, document: RiskModel, context: Context): Decided {
  const { id, version, track } = document
  const before = models.versions.filter((m) => m.id === id)
  // A model that changed its track would be in force in two.
  if (!isSafe(document) || before.some((m) => m.track !== track)) return { refusal: 'unsafe-model' }
  if (version !== (before.at(-1)?.version ?? 0) + 1) return { refusal: 'not-next-version' }
  const { hash } = defineModel(document).ref
  return does('RiskModelPublished', { modelId: id, version, hash, document: stored(document) }, context)
}

function activate(
  { models, published }: RiskModelLine,
  { model, effectiveFrom, whatIf }: Extract<RiskModelCommand, { type: 'activate' }>,
  context: Context,
): Decided {
  if (!published.some((p) => isOf(p, model))) return { refusal: 'unknown-model' }
  const { ref, track } = modelOf(models, model)
  const { now } = context
  if (effectiveFrom && effectiveFrom.getTime() < now.getTime()) return { refusal: 'effect-in-past' }
  const from = new Date(Math.max(effectiveFrom?.getTime() ?? 0, now.getTime() + NOTICE_MS))
  if (isOf(modelsAt(models, from)[track].ref, ref)) return { refusal: 'already-in-force' }
  if (whatIf?.result.candidate.hash !== ref.hash) return { refusal: 'what-if-missing' }
  if (isOutdated(whatIf, models, now)) return { refusal: 'what-if-outdated' }
  const { whatIfId, readAt, result } = whatIf
  const { cases, higher, lower } = result
  const workload = result.workload.map(({ federation, inForce, candidate }) => ({
    ...{ federation, inForce, candidate },
  }))
  const said = { whatIfId, readAt, resultHash: hashOfWhatIf(result), cases, higher, lower, workload }
  const { id: modelId, version, hash } = ref
  const activated = { modelId, version, hash, track, effectiveFrom: from.toISOString(), whatIf: said }
  return does('RiskModelActivated', activated, context)
}

/** Read too long ago, or held against models that are no longer those in force. */
export function isOutdated({ readAt, result }: WhatIfRun, models: RiskModels, now: Date): boolean {
  const current = modelsAt(models, now)
  return (
    now.getTime() - Date.parse(readAt) > WHAT_IF_DAYS * 86_400_000 ||
    result.inForce.violence.hash !== current.violence.ref.hash ||
    result.inForce.dispute.hash !== current.dispute.ref.hash
  )
}
