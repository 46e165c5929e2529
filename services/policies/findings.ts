/** What a visit or a failed mediation found is told to the case, so that the case is graded on it. */

import type { DataOf } from '@jiahe/domain/catalogue.ts'
import { idOfStream } from '@jiahe/domain/catalogue.ts'
import { foldFamilyCase } from '@jiahe/domain/familyCase.ts'
import { recordFindings } from '@jiahe/domain/familyCaseDecisions.ts'
import { decideCase } from './caseHistory.ts'
import type { Policy, PolicyContext } from './policy.ts'

export const findings = ({ log }: PolicyContext): Policy => ({
  name: 'findings',
  types: ['VisitRecorded', 'MediationHeld'],
  async react(event) {
    if (event.type !== 'VisitRecorded' && event.type !== 'MediationHeld') return
    const mediationFailed = event.type === 'MediationHeld' && event.data.outcome === 'failed'
    if (event.type === 'MediationHeld' && !mediationFailed) return
    const found: DataOf<'FindingsRecorded'> = {
      orderId: idOfStream(event.stream),
      originId: event.id,
      origin: event.type === 'VisitRecorded' ? 'visit' : 'mediation',
      facts: event.type === 'VisitRecorded' ? event.data.facts : {},
      mediationFailed,
    }
    const caseId = event.metadata.correlationId
    const context = { now: new Date(event.metadata.occurredAt), actor: 'policy:findings', causeId: event.id }
    await decideCase(log, caseId, (history) =>
      recordFindings(foldFamilyCase(history), caseId, found, context),
    )
  },
})
