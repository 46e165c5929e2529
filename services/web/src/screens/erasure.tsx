/**
 * 删除个人信息 of one person of a case: one asks on a legal ground, another of the city agrees, and then nobody can get it
 * back. What follows is said before, and has to be confirmed by typing. Neither kept as a draft nor sent later by itself.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useRef, useState } from 'react'
import { newKey, Problem, post } from '../api/http.ts'
import type { CaseDetail, Me, Party } from '../api/shapes.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { FaultNotice } from '../parts/conditions.tsx'
import { FormDrawer } from '../parts/formDrawer.tsx'
import { shortTime } from '../parts/moment.tsx'
import { texts } from '../texts/zh.ts'

const words = texts.caseActions.erasure
type Step = keyof typeof words.steps

interface ErasureProps {
  readonly me: Me
  readonly data: CaseDetail
  readonly person: Party
}

/** What this account may do; the server decides again. */
function stepsFor(me: Me, { erasure, erased }: Party): readonly Step[] {
  const above = (me.role === 'district-officer' || me.role === 'dispatcher') && me.federation.length <= 6
  if (!above || erased) return []
  if (!erasure) return ['request']
  const isOwn = erasure.askedBy === `account:${me.id}`
  return me.role === 'dispatcher' && !isOwn ? ['approve', 'decline'] : ['decline']
}

export function Erasure({ me, data, person }: ErasureProps) {
  const [step, setStep] = useState<Step | null>(null)
  const steps = stepsFor(me, person)
  const { erasure } = person
  return (
    <>
      {erasure && (
        <div className="erasure notice warn">
          <b>{words.waiting}</b>
          <span>
            {[
              texts.erasureGrounds[erasure.ground],
              data.accounts[erasure.askedBy.replace('account:', '')],
              shortTime(erasure.at),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </div>
      )}
      {steps.map((one) => (
        <Button
          key={one}
          size="small"
          type={one === 'request' ? 'text' : 'default'}
          onClick={() => setStep(one)}
        >
          {words.steps[one]}
        </Button>
      ))}
      {step && <ErasureForm {...{ data, person, step }} onClose={() => setStep(null)} />}
    </>
  )
}

interface FormProps {
  readonly data: CaseDetail
  readonly person: Party
  readonly step: Step
  readonly onClose: () => void
}
interface Typed {
  readonly ground?: string
  readonly reason?: string
  readonly note?: string
}
function ErasureForm({ data, person, step, onClose }: FormProps) {
  const client = useQueryClient()
  const key = useRef(newKey())
  const [form] = Form.useForm<Typed>()
  const [confirmed, setConfirmed] = useState('')
  const again = () => client.invalidateQueries({ queryKey: ['case', data.id] })
  const sending = useMutation({
    mutationFn: ({ ground, reason, note }: Typed) =>
      post<void>({
        path: `/v1/people/${encodeURIComponent(person.personId)}/erase`,
        body: {
          ...{ step, caseId: data.id },
          ...(ground ? { ground } : {}),
          ...(reason ? { reason } : {}),
          ...(note?.trim() ? { note: note.trim() } : {}),
        },
        ...{ revision: data.revision, key: key.current },
      }),
    onSuccess: async () => {
      await again()
      onClose()
    },
    onError: (error) => {
      if (!(error instanceof Problem) || error.status >= 500) return
      key.current = newKey()
      void again()
    },
  })
  const isFinal = step !== 'decline'
  return (
    <FormDrawer
      title={[words.steps[step], texts.partyRoles[person.role], person.name].filter(Boolean).join(' · ')}
      action={words.steps[step]}
      pending={sending.isPending}
      disabled={isFinal && confirmed.trim() !== words.confirmWord}
      submit={() => form.submit()}
      onClose={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={sending.mutate}>
        {isFinal && <Consequences step={step} />}
        {step === 'request' && (
          <Form.Item name="ground" label={words.ground} rules={[{ required: true, message: words.choose }]}>
            <ChoiceField legend={words.ground} options={texts.erasureGrounds} />
          </Form.Item>
        )}
        {step === 'decline' && (
          <Form.Item name="reason" label={words.reason} rules={[{ required: true, message: words.choose }]}>
            <ChoiceField legend={words.reason} options={texts.erasureDeclineReasons} />
          </Form.Item>
        )}
        {step !== 'approve' && (
          <Form.Item name="note" label={texts.caseActions.fields.note}>
            <Input.TextArea rows={3} maxLength={4000} />
          </Form.Item>
        )}
        {isFinal && (
          <Form.Item label={words.confirm(words.confirmWord)} htmlFor="erasure-confirm">
            <Input
              id="erasure-confirm"
              value={confirmed}
              autoComplete="off"
              onChange={(event) => setConfirmed(event.target.value)}
            />
          </Form.Item>
        )}
        <FaultNotice error={sending.error} />
      </Form>
    </FormDrawer>
  )
}

const Consequences = ({ step }: { readonly step: 'request' | 'approve' }) => (
  <div className="notice fault consequences">
    <b>{step === 'approve' ? words.now : words.later}</b>
    <ul>
      {Object.values(words.consequences).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </div>
)
