/** The form of one command on a case. What was typed stays when the case changed meanwhile: it is said so, and sent
 *  again with what is seen now. */
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useRegions } from '../api/regions.ts'
import type { CaseDetail } from '../api/shapes.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { CommandForm } from '../parts/commandForm.tsx'
import { useCommand } from '../parts/useCommand.ts'
import { paths } from '../paths.ts'
import { texts } from '../texts/zh.ts'
import { type CaseCommandName, type CaseField, caseFieldsOf } from './caseCommands.ts'
import { LeaderField, MergedCaseField, NamedField, OtherCaseField } from './caseFields.tsx'
import { caseQuery } from './caseQuery.ts'
import { bodyOf } from './orderFields.ts'

const words = texts.caseActions

interface CaseFormProps {
  readonly command: CaseCommandName
  readonly label: string
  readonly data: CaseDetail
  readonly onDone: () => Promise<void>
  readonly onClose: () => void
}

export function CaseForm({ command, label, data, onDone, onClose }: CaseFormProps) {
  const client = useQueryClient()
  const regions = useRegions()
  const giving = useCommand({
    path: `/v1/cases/${encodeURIComponent(data.id)}/${command}`,
    identity: {
      form: caseFormName(data.id, command),
      label: `${label} · ${regions.full(data.regionCode)}`,
      place: paths.caseCard(data.id),
    },
    shown: data,
    standing: ({ revision }) => ({ revision }),
    bodyOf,
    refresh: () => client.fetchQuery({ ...caseQuery(data.id), staleTime: 0 }),
    onDone,
    onWaiting: onClose,
  })
  const fields = caseFieldsOf(command, data)
  const hint = words.hints[command]
  const initialValues = command === 'seal' && data.sealedFor ? { named: data.sealedFor } : {}
  return (
    <CommandForm
      label={label}
      confirm={fields.length === 0 ? (words.confirm[command] ?? label) : null}
      initialValues={initialValues}
      command={giving}
      changed={giving.before && <div className="notice warn">{words.changed}</div>}
      onClose={onClose}
    >
      {hint && <p className="soft hint">{hint}</p>}
      {fields.map((field) => (
        <FormField key={field.name} field={field} data={data} />
      ))}
    </CommandForm>
  )
}

const caseFormName = (caseId: string, command: CaseCommandName): string =>
  JSON.stringify(['case', caseId, command])
export function readCaseFormName(
  form: string,
): { readonly caseId: string; readonly command: CaseCommandName } | null {
  const [kind, caseId, command] = JSON.parse(form)
  return kind === 'case' ? { caseId, command } : null
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
