/**
 * What each channel has to capture, and which of them owe an answer. What is missing is told to the sender with
 * its answer and never keeps a report out: a warden who knows only a door and a cry is listened to.
 */
import type { Channel, PartyRole } from './vocabulary.ts'

/** A field of the body that a channel can be expected to know; of a person: of whoever asks for help. */
export type Captured = 'regionCode' | 'address' | 'narrative' | 'name' | 'phone' | 'idNumber' | 'respondent'

interface ChannelRule {
  readonly captures: readonly Captured[]
  /** Whether whoever reported is owed a decision and a result within the answer clocks. Authorities follow their
   *  own receipts instead. */
  readonly answered: boolean
}

const atADesk: readonly Captured[] = ['regionCode', 'narrative', 'name', 'phone']
const fromAuthority: readonly Captured[] = ['regionCode', 'narrative', 'name', 'idNumber', 'respondent']

export const channelRules: Readonly<Record<Channel, ChannelRule>> = {
  // Whatever a patrol could note down is enough.
  'police-110': { captures: [], answered: false },
  'hotline-12338': { captures: atADesk, answered: true },
  web: { captures: ['regionCode', 'narrative', 'phone'], answered: true },
  visit: { captures: [...atADesk, 'idNumber'], answered: true },
  letter: { captures: ['regionCode', 'narrative', 'address', 'name'], answered: true },
  grid: { captures: ['regionCode', 'address', 'narrative'], answered: false },
  court: { captures: fromAuthority, answered: false },
  procuratorate: { captures: fromAuthority, answered: false },
  'civil-affairs': { captures: fromAuthority, answered: false },
  justice: { captures: fromAuthority, answered: false },
  'internal-referral': { captures: ['regionCode', 'narrative', 'name'], answered: false },
}

export const isAnswered = (channel: Channel): boolean => channelRules[channel].answered

export interface Told {
  readonly regionCode?: string | undefined
  readonly address?: string | undefined
  readonly narrative?: string | undefined
  readonly parties: readonly {
    readonly role: PartyRole
    readonly name?: string | undefined
    readonly phone?: string | undefined
    readonly idNumber?: string | undefined
  }[]
}

/** JSON pointers of what the channel should have captured and did not. */
export function notCaptured(channel: Channel, told: Told): string[] {
  const asking = told.parties.findIndex(({ role }) => role === 'victim' || role === 'applicant')
  const person = told.parties[asking]
  return channelRules[channel].captures.flatMap((field) => {
    switch (field) {
      case 'regionCode':
      case 'address':
      case 'narrative':
        return told[field] ? [] : [`/${field}`]
      case 'respondent':
        return told.parties.some(({ role }) => role === 'respondent') ? [] : ['/parties']
      default:
        return person?.[field] ? [] : [person ? `/parties/${asking}/${field}` : '/parties']
    }
  })
}
