/** 查看完整信息: one person in full for a minute, to whoever says what for; then masked again. Nothing of it is kept. */
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { post } from '../api/http.ts'
import type { Party } from '../api/shapes.ts'
import { useKept } from '../drafts/useKept.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { FaultNotice } from '../parts/conditions.tsx'
import { paths } from '../paths.ts'
import { accessTexts } from '../texts/access.ts'
import { langOf } from '../texts/language.ts'

const words = accessTexts.unmask
const SHOWN_S = 60

interface Full {
  readonly name: string | null
  readonly idNumber: string | null
  readonly phone: string | null
  readonly birthDate: string | null
}

export function Unmask({ caseId, person }: { readonly caseId: string; readonly person: Party }) {
  const { draft, keep, drop } = useKept({
    form: JSON.stringify(['unmask', caseId, person.personId]),
    label: words.open,
    place: paths.caseCard(caseId),
  })
  const [asking, setAsking] = useState(draft !== null)
  const [reason, setReason] = useState(String(draft?.values.reason ?? ''))
  const [left, setLeft] = useState(0)
  const look = useMutation({
    mutationFn: () =>
      post<Full>({
        path: `/v1/people/${encodeURIComponent(person.personId)}/unmask`,
        ...{ body: { caseId, reason }, revision: null, key: null },
      }),
    gcTime: 0,
    onSuccess: () => {
      drop()
      setAsking(false)
      setLeft(SHOWN_S)
    },
  })
  const { reset } = look
  const choose = (chosen: string) => {
    setReason(chosen)
    keep({ reason: chosen })
  }
  const leave = () => {
    drop()
    setAsking(false)
  }
  useEffect(() => {
    if (left <= 0) return reset()
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left, reset])

  if (left > 0 && look.data) return <Shown full={look.data} left={left} onHide={() => setLeft(0)} />
  if (!asking)
    return (
      <Button size="small" className="push" onClick={() => setAsking(true)}>
        {words.open}
      </Button>
    )
  return (
    <form
      className="unmask stack"
      onSubmit={(event) => {
        event.preventDefault()
        look.mutate()
      }}
    >
      <span className="small soft">{words.lead}</span>
      <ChoiceField legend={words.purpose} options={words.reasons} value={reason} onChange={choose} />
      <FaultNotice error={look.error} />
      <div className="row">
        <Button type="primary" htmlType="submit" disabled={reason === ''} loading={look.isPending}>
          {words.confirm}
        </Button>
        <Button onClick={leave}>{words.cancel}</Button>
      </div>
    </form>
  )
}

interface ShownProps {
  readonly full: Full
  readonly left: number
  readonly onHide: () => void
}
const Shown = ({ full, left, onHide }: ShownProps) => (
  <div className="unmask notice" role="status">
    <b lang={langOf(full.name)}>{full.name ?? words.unknown}</b>
    {(['phone', 'idNumber', 'birthDate'] as const).map((field) => (
      <span key={field}>
        <span className="soft small">{words.labels[field]}</span>{' '}
        <span className="code">{full[field] ?? words.unknown}</span>
      </span>
    ))}
    <span className="small soft" aria-live="off">
      {words.left(left)}
    </span>
    <Button size="small" onClick={onHide}>
      {words.hide}
    </Button>
  </div>
)
