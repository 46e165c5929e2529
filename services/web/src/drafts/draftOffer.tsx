/** What was typed here and never sent, offered again: to go on with, or to throw away. */
import { Button } from 'antd'
import { shortTime } from '../parts/moment.tsx'
import { draftTexts as words } from '../texts/drafts.ts'
import { type Draft, dropDraft, useDrafts } from './drafts.ts'

interface DraftOfferProps {
  readonly concerns: (form: string) => boolean
  readonly onOpen: (draft: Draft) => void
  readonly action?: string
}
export function DraftOffer({ concerns, onOpen, action = words.goOn }: DraftOfferProps) {
  const typed = useDrafts().filter(({ form, submission }) => submission === null && concerns(form))
  if (typed.length === 0) return null
  return (
    <ul className="drafts" aria-label={words.offered}>
      {typed.map((draft) => (
        <li key={draft.id} className="notice">
          <span>
            <b>{words.unsent(draft.label)}</b>{' '}
            <span className="soft small nowrap">{shortTime(draft.savedAt)}</span>
            {draft.refused && <span className="block">{draft.refused.what}</span>}
          </span>
          <span className="row push">
            <Button size="small" type="primary" onClick={() => onOpen(draft)}>
              {action}
            </Button>
            <Button size="small" onClick={() => void dropDraft(draft.id)}>
              {words.drop}
            </Button>
          </span>
        </li>
      ))}
    </ul>
  )
}
