import type { chinese } from '../drafts.ts'
import type { Words } from '../language.ts'

export const drafts: Words<typeof chinese> = {
  tray: 'To be sent',
  waiting: 'Waiting',
  willBeSent: 'Sent by itself once the network is back',
  perhapsArrived:
    'No receipt came. It is sent again and never recorded twice; if you take it back now, check whether it was recorded.',
  delivered: 'Delivered',
  refused: 'Not submitted',
  undo: 'Take back',
  look: 'Look into it',
  seen: 'OK',
  offered: 'Not submitted',
  unsent: (what) => `Not submitted: ${what}`,
  goOn: 'Continue',
  drop: 'Delete',
  leave: {
    title: (n) =>
      n === 1 ? '1 entry is not delivered or submitted' : `${n} entries are not delivered or submitted`,
    note: 'Nothing stays on this device after you sign out: they will be deleted.',
    sure: 'Delete and sign out',
    stay: 'Stay signed in',
  },
}
