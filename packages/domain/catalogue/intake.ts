/** What comes in: alerts, reports, and what amends them. */
import { z } from 'zod'
import { factorAnswers as facts } from '../facts.ts'
import { channels, codesOf, disputeTypes, maritalStatuses, relationships } from '../vocabulary.ts'
import { id, party, regionCode, senderCode, textId } from './fields.ts'

/** What an alert or report says, as far as it may be in the log. `regionCode` is as sent, if it has the form
 *  of a code; whether it exists is decided when routing. */
const matter = {
  channel: z.enum(codesOf(channels)),
  regionCode,
  maritalStatus: z.enum(codesOf(maritalStatuses)).nullable(),
  disputeType: z.enum(codesOf(disputeTypes)),
  relationship: z.enum(codesOf(relationships)).nullable(),
  parties: z.array(party).min(1),
  facts,
  texts: z.strictObject({ narrative: textId, address: textId }),
}
const intake = z.strictObject({
  source: senderCode,
  ...matter,
  /** The case that this intake stood in before an amendment named other people. */
  movedFrom: id.nullable(),
})

export const intakeEvents = {
  AlertReceived: { version: 1, schema: intake },
  ReportReceived: { version: 1, schema: intake },
  /** Replaces what the intake said. `movedTo` names the case it moved to when the pair of people changed. */
  IntakeAmended: {
    version: 1,
    schema: z.strictObject({ intakeId: id, ...matter, movedTo: id.nullable() }),
  },
} as const
