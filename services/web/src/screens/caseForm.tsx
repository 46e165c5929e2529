/** The form of one command on a case. What was typed stays when the case changed meanwhile: it is said so, and sent
 *  again with what is seen now. */
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { Problem, Unreachable } from '../api/http.ts'
import type { CaseDetail } from '../api/shapes.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { FaultNotice } from '../parts/conditions.tsx'
import { FormDrawer } from '../parts/formDrawer.tsx'
import { useCommand } from '../parts/useCommand.ts'
import { texts } from '../texts/zh.ts'
import { caseQuery } from './caseCard.tsx'
import { type CaseCommandName, type CaseField, caseFieldsOf } from './caseCommands.ts'
import { LeaderField, MergedCaseField, NamedField, OtherCaseField } from './caseFields.tsx'
import { bodyOf } from './orderFields.ts'

const words = texts.caseActions
type Values = Readonly<Record<string, unknown>>

interface CaseFormProps {
  readonly command: CaseCommandName
  readonly label: string
  readonly data: CaseDetail
  readonly onDone: () => Promise<void>
  readonly onClose: () => void
}

export function CaseForm({ command, label, data, onDone, onClose }: CaseFormProps) {
  const client = useQueryClient()
  const { sending, before } = useCommand<CaseDetail, Values>({
    path: `/v1/cases/${encodeURIComponent(data.id)}/${command}`,
    shown: data,
    bodyOf,
    refresh: () => client.fetchQuery({ ...caseQuery(data.id), staleTime: 0 }),
    onDone,
  })
  const [form] = Form.useForm<Values>()
  const fields = caseFieldsOf(command, data)
  const stale = sending.error instanceof Problem && sending.error.status === 412
  const hint = words.hints[command]
  const initialValues = command === 'seal' && data.sealedFor ? { named: data.sealedFor } : {}
  return (
    <FormDrawer
      title={label}
      action={fields.length === 0 ? label : texts.orders.submit}
      pending={sending.isPending}
      submit={() => form.submit()}
      onClose={onClose}
    >
      <Form form={form} layout="vertical" initialValues={initialValues} onFinish={sending.mutate}>
        {hint && <p className="soft hint">{hint}</p>}
        {fields.length === 0 && <p className="confirm">{words.confirm[command] ?? label}</p>}
        {fields.map((field) => (
          <FormField key={field.name} field={field} data={data} />
        ))}
        {before && stale && <div className="notice warn">{words.changed}</div>}
        {sending.error && !stale && <FaultNotice error={sending.error} />}
        {sending.error instanceof Unreachable && <p className="small soft">{texts.orders.kept}</p>}
      </Form>
    </FormDrawer>
  )
}

function FormField({ field, data }: { readonly field: CaseField; readonly data: CaseDetail }) {
  const { name, label, kind } = field
  const optional = kind === 'note'
  const rules = optional ? [] : [{ required: true, message: words.fields.required }]
  const extra = kind === 'other' ? words.fields.otherNote : undefined
  return (
    <Form.Item name={name} label={label} rules={rules} required={false} {...(extra ? { extra } : {})}>
      {kind === 'choice' ? (
        <ChoiceField legend={label} options={field.options} />
      ) : kind === 'leader' ? (
        <LeaderField caseId={data.id} label={label} />
      ) : kind === 'named' ? (
        <NamedField caseId={data.id} label={label} />
      ) : kind === 'other' ? (
        <OtherCaseField caseId={data.id} label={label} />
      ) : kind === 'merged' ? (
        <MergedCaseField merged={data.mergedCases} label={label} />
      ) : (
        <Input.TextArea rows={4} maxLength={4000} aria-label={label} />
      )}
    </Form.Item>
  )
}
