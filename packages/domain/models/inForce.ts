/**
 * Which risk model grades when. A value of what was published and activated so far: it holds the built-in first
 * versions, so each track has a model in force at every moment, and what was in force at a moment that has passed never
 * changes, as with the policies.
 */
import { inForceAt } from '../policies/inForce.ts'
import { dispute1 } from './dispute1.ts'
import type { DefinedModel, ModelRef } from './model.ts'
import { violence1 } from './violence1.ts'

/** One for each track. */
export interface Models {
  readonly violence: DefinedModel
  readonly dispute: DefinedModel
}
export type Track = keyof Models

export interface ModelActivation {
  readonly track: Track
  readonly id: string
  readonly version: number
  /** ISO 8601: grades what is recorded from then on, until the next of its track takes effect. */
  readonly effectiveFrom: string
}
export interface RiskModels {
  /** Every version that was published, in that order. */
  readonly versions: readonly DefinedModel[]
  /** In the order in which they take effect. */
  readonly activations: readonly ModelActivation[]
}

const always = ({ id, version, track }: DefinedModel): ModelActivation => ({
  ...{ track, id, version, effectiveFrom: new Date(0).toISOString() },
})
/** Before anything was published. */
export const builtInModels: RiskModels = {
  versions: [violence1, dispute1],
  activations: [always(violence1), always(dispute1)],
}

/** Those in force at the moment. */
export function modelsAt(models: RiskModels, moment: Date): Models {
  const ofTrack = (track: Track): DefinedModel =>
    modelOf(
      models,
      inForceAt(
        models.activations.filter((a) => a.track === track),
        moment,
      ),
    )
  return { violence: ofTrack('violence'), dispute: ofTrack('dispute') }
}

/** The version that a grade or an activation names. Throws when nobody published it: nothing is graded by guess. */
export function modelOf(
  { versions }: Pick<RiskModels, 'versions'>,
  { id, version }: Pick<ModelRef, 'id' | 'version'>,
): DefinedModel {
  const model = versions.find((m) => m.id === id && m.version === version)
  if (!model) throw new Error(`risk model ${id}@${version} is not known`)
  return model
}

/** As they would be if the candidate were in force in its track. */
export const withCandidate = (models: Models, candidate: DefinedModel): Models => ({
  ...models,
  [candidate.track]: candidate,
})
