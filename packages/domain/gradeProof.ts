/**
 * Holds every grade of a case against its history: it is worked out again from what was known when its cause was recorded,
 * by the models that were in force then. One that comes out otherwise, or by another model, is named.
 */
import { canonicalJson } from './canonicalJson.ts'
import type { FamilyCaseEvent } from './catalogue.ts'
import { assessCase, emptyCase, evolveFamilyCase, type FamilyCase, newestIntake } from './familyCase.ts'
import { gradingCauses } from './familyCaseDecisions.ts'
import { modelsAt, type RiskModels } from './models/inForce.ts'

export type GradeFault =
  /** By a model that was not the one in force. */
  | 'other-model'
  /** Not what the model gives for this history. */
  | 'other-grade'
export interface FoundGradeFault {
  readonly fault: GradeFault
  readonly revision: number
}

/** `history`: the stream of a case. */
export function gradeFaultsOf(
  history: readonly FamilyCaseEvent[],
  models: RiskModels,
): readonly FoundGradeFault[] {
  const faults: FoundGradeFault[] = []
  /** By cause: the case as it stood then, and when that was. */
  const known = new Map<string, { readonly state: FamilyCase; readonly at: Date }>()
  let state = emptyCase
  for (const event of history) {
    state = evolveFamilyCase(state, event)
    if ((gradingCauses as readonly string[]).includes(event.type))
      known.set(event.id, { state, at: new Date(event.metadata.recordedAt) })
    if (event.type !== 'RiskGraded') continue
    const cause = known.get(event.metadata.causationId ?? '')
    const assessment = cause && assessCase(cause.state, modelsAt(models, cause.at))
    const again = assessment && { ...assessment, intakeId: newestIntake(cause.state)!.intakeId }
    if (again && canonicalJson(again) === canonicalJson(event.data)) continue
    const isOther = again && again.model.hash !== event.data.model.hash
    faults.push({ fault: isOther ? 'other-model' : 'other-grade', revision: event.revision })
  }
  return faults
}
