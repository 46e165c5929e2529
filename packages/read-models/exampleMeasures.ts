/** Measures of made-up families for tests, drawn by chance as the rest of their history is. */
import { township } from '@jiahe/domain/exampleCity.ts'
import { derivedId } from '@jiahe/domain/ids.ts'
import type { Writer } from './exampleHistory.ts'

const day_ms = 86_400_000

/** A letter, followed up or not, and now and then an order and a breach. */
export function exampleMeasures(
  writer: Writer,
  chance: () => number,
  { caseId, at }: { readonly caseId: string; readonly at: number },
): void {
  if (chance() < 0.5) return
  const own = (days: number) => ({ caseId, at: at + days * day_ms + 3 })
  const [by, textId] = [township, null]
  const dutyId = derivedId(new Date(at), 'visit', caseId)
  const [opensAt, dueAt] = [new Date(at).toISOString(), new Date(at + 7 * day_ms).toISOString()]
  const letter = { issuedBy: null, alertId: null, issuedOn: '2026-03-02', by, textId }
  const letterId = writer.add(
    'WarningLetterIssued',
    { ...letter, followUps: [{ dutyId, opensAt, dueAt }] },
    own(1),
  )
  if (chance() < 0.5) writer.add('LetterFollowUpMissed', { letterId, dutyId }, own(7))
  if (chance() < 0.4) writer.add('MeasureBreached', { measure: 'warning-letter', textId }, own(8))
  if (chance() > 0.4) return
  const order = { applicationId: null, court: null, prohibits: ['no-violence' as const], renews: null }
  writer.add(
    'ProtectionOrderGranted',
    { ...order, from: '2026-03-12', until: '2026-09-12', by, textId },
    own(10),
  )
}
