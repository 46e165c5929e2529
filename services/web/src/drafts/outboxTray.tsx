/** At the foot of every screen, only while there is something to say: what waits for a connection and can still be
 *  taken back, what has arrived, and what was refused. */
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from '../router.tsx'
import { draftTexts as words } from '../texts/drafts.ts'
import { backToTyped, type Draft, dropDraft, useDrafts } from './drafts.ts'
import { keepSending, onDelivered } from './outbox.ts'

export function OutboxTray() {
  const client = useQueryClient()
  const drafts = useDrafts()
  const [delivered, setDelivered] = useState<readonly Draft[]>([])
  useEffect(keepSending, [])
  useEffect(
    () =>
      onDelivered((draft) => {
        setDelivered((before) => [...before, draft])
        void client.invalidateQueries()
      }),
    [client],
  )
  const waiting = drafts.filter(({ submission }) => submission !== null)
  const refused = drafts.filter((draft) => draft.refused !== null)
  if (waiting.length + refused.length + delivered.length === 0) return null
  return (
    <section className="outbox no-print" aria-label={words.tray} role="status">
      <ul>
        {waiting.map((draft) => (
          <Waiting key={draft.id} draft={draft} />
        ))}
        {refused.map((draft) => (
          <li key={draft.id}>
            <span className="tag warn">{words.refused}</span>
            <span className="text">
              {draft.label}
              <span className="soft small block">{draft.refused?.what}</span>
            </span>
            <Link to={draft.place}>{words.look}</Link>
            <Button size="small" type="text" onClick={() => void dropDraft(draft.id)}>
              {words.drop}
            </Button>
          </li>
        ))}
        {delivered.map((draft) => (
          <li key={draft.id}>
            <span className="tag done">{words.delivered}</span>
            <span className="text">{draft.label}</span>
            <Button
              size="small"
              type="text"
              onClick={() => setDelivered((all) => all.filter(({ id }) => id !== draft.id))}
            >
              {words.seen}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Waiting = ({ draft }: { readonly draft: Draft }) => (
  <li>
    <span className="tag waiting">{words.waiting}</span>
    <span className="text">
      {draft.label}
      <span className="soft small block">
        {draft.submission?.tried ? words.perhapsArrived : words.willBeSent}
      </span>
    </span>
    <Button size="small" onClick={() => void backToTyped(draft.id, null)}>
      {words.undo}
    </Button>
  </li>
)
