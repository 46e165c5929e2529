import type { chinese } from '../home.ts'
import type { Words } from '../language.ts'

export const home: Words<typeof chinese> = {
  greeting: {
    night: 'Good evening',
    morning: 'Good morning',
    noon: 'Good afternoon',
    afternoon: 'Good afternoon',
    evening: 'Good evening',
  },
  now: 'To do now',
  late: 'Overdue',
  nothing: 'Nothing to do right now',
  nothingAdvice: 'New orders and callbacks that fall due appear here; the page updates itself.',
  figures: 'Figures of your area',
  week: { title: 'Last 7 days', before: (n) => `7 days before: ${n}` },
  seeAll: 'All',
  lastLooked: (at) => `Last looked: ${at}`,
  doors: {
    audit: 'Who looked at whom, when and why, and what was refused',
    policies: 'Deadlines, dispatch and callback rules of each grade',
    organisations: 'Federations, lawyers, shelters and others, and their duty rosters',
    dynamicDatabase: 'Figures by region, type, grade, source and date in any combination',
    callbackCoverage: 'Whether every police alert was called back',
    history: 'The figures and events of the city on any day',
    caseCard: 'What happened in each household and how it was graded; personal data are hidden',
  },
  things: {
    fresh: 'Dispatched since you last looked',
    unusual: 'Unusual looks this week',
    late: 'Orders overdue',
    toAccept: 'To accept',
    working: 'In progress',
    toApprove: 'Closure to approve',
    unroutable: 'To dispatch (region unclear)',
    returned: 'Returned, to transfer',
    callbacksLate: 'Callbacks overdue',
    callbacksDue: 'Callbacks due',
  },
}
