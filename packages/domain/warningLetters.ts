/**
 * Warning letters (告诫书) and the visits that follow them up: the police issue one for violence too slight to be
 * punished, and the village committee and the police then visit both of them (Anti-DV Law art. 16, 17). A visit
 * nobody makes becomes an event.
 */
import type { measureEvents } from './catalogue/measures.ts'
import type { EventsOf } from './catalogue.ts'
import { type Due, due } from './due.ts'

/** Days after a letter was recorded by which it is followed up. The law names none. The first visit is due within
 *  the week, as police instructions have it; provinces that name an end name ninety days. */
export const FOLLOW_UP_DAYS = [7, 30, 90] as const

export interface FollowUp {
  readonly dutyId: string
  readonly opensAt: string
  readonly dueAt: string
  readonly doneAt: string | null
  /** When it was known to be done, or the letter no longer stood. */
  readonly settledAt: string | null
  readonly missed: boolean
}
export interface Letter {
  readonly letterId: string
  readonly alertId: string | null
  readonly issuedOn: string
  readonly recordedAt: string
  readonly revoked: boolean
  readonly followUps: readonly FollowUp[]
}
export interface WarningLetters {
  readonly letters: readonly Letter[]
}
export const noLetters: WarningLetters = { letters: [] }

type LetterEvent = Extract<
  EventsOf<typeof measureEvents>,
  { type: 'WarningLetterIssued' | 'LetterFollowedUp' | 'LetterFollowUpMissed' | 'MeasureRevoked' }
>
export function evolveLetters({ letters }: WarningLetters, event: LetterEvent): WarningLetters {
  const { occurredAt, recordedAt } = event.metadata
  const followed = (letterId: string, change: (followUp: FollowUp) => FollowUp) =>
    letters.map((l) => (l.letterId === letterId ? { ...l, followUps: l.followUps.map(change) } : l))
  switch (event.type) {
    case 'WarningLetterIssued': {
      const { alertId, issuedOn } = event.data
      const followUps = event.data.followUps.map((f) => ({ ...f, ...fresh }))
      const letter = { letterId: event.id, alertId, issuedOn, recordedAt, revoked: false, followUps }
      return { letters: [...letters, letter] }
    }
    case 'LetterFollowedUp': {
      const { letterId, discharged } = event.data
      return {
        letters: followed(letterId, (f) =>
          discharged.includes(f.dutyId) ? { ...settled(f, recordedAt), doneAt: occurredAt } : f,
        ),
      }
    }
    case 'LetterFollowUpMissed': {
      const { letterId, dutyId } = event.data
      return { letters: followed(letterId, (f) => (f.dutyId === dutyId ? { ...f, missed: true } : f)) }
    }
    case 'MeasureRevoked': {
      const { measureId } = event.data
      const fallen = (l: Letter): Letter => ({
        ...{ ...l, revoked: true },
        followUps: l.followUps.map((f) => settled(f, recordedAt)),
      })
      return { letters: letters.map((l) => (l.letterId === measureId ? fallen(l) : l)) }
    }
    default:
      return event satisfies never
  }
}

const fresh = { doneAt: null, settledAt: null, missed: false } as const
const settled = (followUp: FollowUp, at: string): FollowUp => ({
  ...followUp,
  settledAt: followUp.settledAt ?? at,
})

export const standingLetters = ({ letters }: WarningLetters): Letter[] =>
  letters.filter((letter) => !letter.revoked)

/** Each visit that nobody knew of before its day had passed is recorded as missed once, also when it was made or the
 *  letter fell before anybody noticed. */
export const letterDues = ({ letters }: WarningLetters): Due[] =>
  letters.flatMap(({ letterId, followUps }) =>
    followUps
      .filter((f) => !f.missed && (f.settledAt === null || Date.parse(f.settledAt) >= Date.parse(f.dueAt)))
      .map(({ dutyId, dueAt }) => due(dueAt, dutyId, 'LetterFollowUpMissed', { letterId, dutyId })),
  )
