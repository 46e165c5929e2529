/** A child that is harmed is to be told to the police, unless it was they who told us: once per telling of it. */

import { clockworkAt } from '@jiahe/domain/desk.ts'
import { requireReport } from '@jiahe/domain/mandatoryReports.ts'
import { modelOf } from '@jiahe/domain/models/inForce.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const mandatoryReports = ({ log, desk, now }: PolicyContext): Policy => ({
  name: 'mandatoryReports',
  types: ['RiskGraded'],
  async react(event) {
    if (event.type !== 'RiskGraded' || !event.data.mandatoryReport) return
    const context = { now: now(), actor: 'policy:mandatoryReports', causeId: event.id }
    const { mandatoryReport } = modelOf(desk.models, event.data.model)
    await decideCase(log, event.metadata.correlationId, (history) =>
      requireReport(history, event, context, clockworkAt(desk, context.now), mandatoryReport),
    )
  },
})
