/** What is doubtful about a body without making it impossible: told to the sender, never a lost alert. */
import { notCaptured } from '@jiahe/domain/channels.ts'
import { isScientific, readIdNumber, readPhone } from '@jiahe/domain/idNumber.ts'
import { normaliseRegion, type Regions } from '@jiahe/domain/regions.ts'
import type { IntakeBody } from './body.ts'

export interface Warning {
  /** JSON pointer into the body. */
  readonly pointer: string
  readonly reason: string
}

export function warningsOf(body: IntakeBody, regions: Regions): Warning[] {
  const people = body.parties.flatMap((party, i) => {
    const fault = party.idNumber ? readIdNumber(party.idNumber).fault : null
    const phone = party.phone ? readPhone(party.phone) : null
    return [
      ...(fault ? [{ pointer: `/parties/${i}/idNumber`, reason: fault }] : []),
      ...(phone && !phone.usable
        ? [
            {
              pointer: `/parties/${i}/phone`,
              reason: phone.digitsLost ? 'phone-digits-lost' : 'phone-format',
            },
          ]
        : []),
    ]
  })
  const region = body.regionCode === undefined ? 'missing-region' : doubtfulRegion(body.regionCode, regions)
  const place = region ? [{ pointer: '/regionCode', reason: region }] : []
  const said = new Set([...people, ...place].map(({ pointer }) => pointer))
  const missing = notCaptured(body.channel, body).filter((pointer) => !said.has(pointer))
  return [...people, ...place, ...missing.map((pointer) => ({ pointer, reason: 'expected-of-channel' }))]
}

function doubtfulRegion(sent: string, regions: Regions): string | null {
  if (isScientific(sent)) return 'region-digits-lost'
  const region = normaliseRegion(sent)
  if (region === null) return 'unknown-region'
  if (regions.exists(region)) return null
  // Townships are held for one province; elsewhere the district tells whether the code can be.
  return region.length === 9 && regions.exists(region.slice(0, 6)) ? 'unknown-township' : 'unknown-region'
}
