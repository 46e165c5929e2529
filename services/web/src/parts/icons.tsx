/** The few pictures of the menu, drawn as lines; each stands beside its word. */
import type { Place } from '../paths.ts'

const lines: Readonly<Record<Exclude<Place['screen'], 'nowhere' | 'ownAccount'> | 'more', string>> = {
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  home: 'M3.5 10.5 12 3.5l8.5 7M6 9v11h4.5v-6h3v6H18V9',
  orderDesk: 'M7 4.5h10a1.5 1.5 0 0 1 1.5 1.5v14h-13V6A1.5 1.5 0 0 1 7 4.5ZM9 3h6v3H9zM9 11h6M9 15h4',
  dispatchDesk:
    'M12 3.5v6M12 9.5 5.5 14M12 9.5l6.5 4.5M3.5 14h4v4.5h-4zM16.5 14h4v4.5h-4zM10 14h4v4.5h-4zM12 9.5V14',
  callbackDesk:
    'M5 4h4l1.7 4.3-2.2 1.5a11 11 0 0 0 5.7 5.7l1.5-2.2L20 15v4a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4Z',
  answerDesk: 'M4 5.5h16v10.5H11L6.5 20v-4H4zM8.5 10.8l2.3 2.2 4.5-4.4',
  caseCard:
    'M3.5 6A1.5 1.5 0 0 1 5 4.5h4.5l2 2.5H19A1.5 1.5 0 0 1 20.5 8.5V18a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18zM8 15.5c.5-2 2-2.8 4-2.8s3.5.8 4 2.8M12 12a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2Z',
  dynamicDatabase: 'M4 20.5h16M6.5 17v-5M12 17V5M17.5 17V9',
  organisations:
    'M4 20.5h16M6 20.5V5.5A1.5 1.5 0 0 1 7.5 4h6A1.5 1.5 0 0 1 15 5.5v15M15 10h2.5A1.5 1.5 0 0 1 19 11.5v9M9 8h3M9 12h3M9 16h3',
  accounts:
    'M9 11.2a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8ZM2.8 19.5c.6-3.6 3-5.4 6.2-5.4 1.5 0 2.8.4 3.8 1.1M17 12.6a2.6 2.6 0 1 0 0-5.2M15 20.5h6M18 17.5v6',
  audit:
    'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z',
  history: 'M4 12a8 8 0 1 0 2.6-5.9M4 4.5v4h4M12 7.5V12l3.2 2',
  policies: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h7M15 17h5M15 5v4M9 10v4M13 15v4',
  callbackCoverage: 'M12 3.5 5 6v5.5c0 4.3 3 7.6 7 9 4-1.4 7-4.7 7-9V6zM8.7 12l2.3 2.3 4.3-4.6',
}

export const Icon = ({ of }: { readonly of: keyof typeof lines }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path
      d={lines[of]}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
)
