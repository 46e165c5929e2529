import type { chinese } from '../callbacks.ts'
import type { Words } from '../language.ts'

export const callbacks: Words<typeof chinese> = {
  title: 'Callback desk',
  one: 'Record a callback',
  lead: 'In order of when they are due, the most urgent first',
  filterState: 'State',
  empty: 'No police alert needs a callback',
  emptyAdvice: 'New alerts are listed here by themselves.',
  columns: {
    due: 'Due',
    level: 'Grade',
    region: 'Place',
    type: 'Type of dispute',
    assignee: 'Handled by',
    state: 'State',
  },
  warning:
    'Say why you are calling to the victim herself only. If anybody else answers, ask for her by name: do not mention the federation or the police alert, and leave no message.',
  script: {
    title: 'What to say',
    lines: [
      'Make sure you are speaking to her, then ask: "Can you talk now? Is anybody with you?" If it is not a good time, agree on another and hang up.',
      'Ask about safety: has it happened again, is she hurt, are the children safe?',
      'Ask what she needs: medical care, a place to stay, a warning letter or protection order, legal advice.',
      "Tell her: in an emergency call 110; the women's rights hotline is 12338.",
    ],
  },
  attempted: (n) => (n === 0 ? 'Not called yet' : n === 1 ? 'Called once' : `Called ${n} times`),
  failedNote: 'After three failed calls on two different days the system asks for a home visit.',
  outcome: 'Result of this call (one tap records it)',
  showNumber: 'Show number',
  showNumberNote: 'Viewing the number is recorded',
  noPhone: 'No telephone recorded',
  note: 'Notes (optional)',
  facts: 'What the victim newly told (recorded once she is reached)',
  saveReached: 'Record: reached in person',
  saved: 'Recorded',
  caseLink: 'Open the case file',
}
