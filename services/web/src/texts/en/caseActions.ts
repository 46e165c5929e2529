import type { chinese } from '../caseActions.ts'
import type { Words } from '../language.ts'

export const caseActions: Words<typeof chinese> = {
  title: 'Actions',
  commands: {
    'override-grade': 'Change the grade by hand',
    'approve-override': 'Approve lowering',
    'decline-override': 'Decline lowering',
    withdraw: 'Withdraw the request to lower',
    leader: 'Put a leader in charge',
    'release-leader': 'Release the leader',
    seal: 'Seal the case',
    sealAgain: 'Change who may see it',
    unseal: 'Unseal the case',
    merge: 'Merge cases',
    unmerge: 'Separate cases',
    close: 'Close the case',
    reopen: 'Reopen the case',
  },
  done: {
    'override-grade': "Recorded. A higher grade holds at once; a lower one needs somebody else's approval.",
    'approve-override': 'Lowering approved',
    'decline-override': 'The request to lower is settled',
    leader: 'A leader is in charge',
    'release-leader': 'The leader is released',
    seal: 'The case is sealed; only the people named can see it',
    unseal: 'The case is unsealed',
    merge: 'Merged. The case is being graded again by the history of both.',
    unmerge: 'Separated',
    close: 'The case is closed',
    reopen: 'The case is reopened',
  },
  confirm: {
    'approve-override':
      'Once approved, the grade is lowered until the case is graded again. Orders and callbacks that exist already do not change.',
  },
  hints: {
    'override-grade':
      'A higher grade holds at once: an order and callbacks follow by its rules. A lower one needs the approval of another person in the district or city federation.',
    seal: 'This case, its orders and callbacks will be visible only to the people named; nobody else can find it. You are included yourself. Name at least one person of each federation that has an order or callback.',
    merge:
      'The chosen case is merged into this one: graded by the history of both, one open order is kept, and a callback that reaches her counts for both.',
    unmerge: 'Once separated, each case is graded and handled by itself.',
    close:
      'A high or extreme risk case needs ninety days without a new alert, its orders closed and its watch over. Callbacks go on as planned.',
  },
  fields: {
    level: 'New grade',
    reason: 'Reason',
    note: 'Notes (optional)',
    leaderId: 'Leader in charge',
    named: 'People who may see it',
    other: 'Case to merge in',
    otherNote: 'Listed are cases that may be the same household; or search by case number or region code',
    unmergeFrom: 'Case to separate',
    required: 'Please choose',
  },
  erasure: {
    steps: {
      request: 'Ask for erasure',
      approve: 'Agree to erasure',
      decline: 'Decline erasure',
    },
    waiting: 'Erasure was asked for; somebody else of the city federation has to agree',
    later:
      'Once somebody else of the city federation agrees, the data are erased for ever; until then nothing changes.',
    now: 'If you agree, the data are erased at once and for ever.',
    consequences: {
      data: 'Name, ID number, telephone and date of birth are erased; nobody, administrators included, can bring them back.',
      everywhere: 'So are the data of the same person in other cases.',
      words:
        'Where all victims of a case are erased (or its applicants, where there is no victim), so are the words of its alerts, visits and notes.',
      history:
        'What happened, grades, orders and figures stay and lead to nobody; a later alert about the same person is not recognised.',
      open: 'It is refused while an order, a watch, a measure or a callback is open.',
    },
    ground: 'Legal ground (Personal Information Protection Law, article 47)',
    reason: 'Reason for declining',
    choose: 'Please choose',
    confirmWord: 'ERASE',
    confirm: (word) => `Type “${word}” to confirm`,
  },
  because: { 'same-person': 'Same person', 'shared-contact': 'Shared telephone or address' },
  changed:
    'This case has just changed and the page is up to date. Please check and submit again. What you typed is still there.',
  noSuggestions: 'No case was found that may be the same household',
  standing: {
    raised: (graded, floor) => `Graded "${graded}" by the model, raised to "${floor}" by hand`,
    lowered: (graded, to) => `Graded "${graded}" by the model, lowered to "${to}" with approval`,
    pending: (level, who) =>
      `${who} asked to lower the grade to "${level}"; waiting for another person in the district or city federation`,
    leader: 'Leader in charge',
    sealed: 'Sealed case',
    sealedFor: (n) =>
      n === 1 ? 'Sealed case: visible to one person only' : `Sealed case: visible to ${n} people only`,
    closed: 'Closed',
    closedOn: (day) => `Closed on ${day}; callbacks go on as planned`,
    merged: 'Cases merged into this one',
    mergedInto: 'This case was merged into another of the same household; please handle it there',
    openIt: 'Open that case',
    isMerged: 'Merged',
    someone: 'Somebody',
  },
  states: { open: 'Open', closed: 'Closed', awaiting: 'To be agreed', owing: 'Legal duties' },
  awaiting: { override: 'Lower grade to be agreed', erasure: 'Erasure to be agreed' },
  filterState: 'State',
}
