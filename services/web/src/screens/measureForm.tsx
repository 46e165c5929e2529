/** The form of one thing that is recorded of the measures of a case: its own fields and no others. What was typed stays
 *  when the case changed meanwhile: it is said so, and sent again with what is seen now. */
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { serverNow } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { CaseDetail } from '../api/shapes.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { CommandForm } from '../parts/commandForm.tsx'
import { OrganisationPick } from '../parts/organisationField.tsx'
import { SeveralField } from '../parts/severalField.tsx'
import { useCommand } from '../parts/useCommand.ts'
import { paths } from '../paths.ts'
import { measureTexts as words } from '../texts/measures.ts'
import { caseQuery } from './caseQuery.ts'
import { type Act, type MeasureField, measureFieldsOf } from './measureCommands.ts'
import { bodyOf } from './orderFields.ts'

interface MeasureFormProps extends Act {
  readonly label: string
  readonly data: CaseDetail
  readonly onDone: () => Promise<void>
  readonly onClose: () => void
}
export function MeasureForm({ command, about, label, data, onDone, onClose }: MeasureFormProps) {
  const client = useQueryClient()
  const regions = useRegions()
  const giving = useCommand({
    path: `/v1/cases/${encodeURIComponent(data.id)}/measures`,
    identity: {
      form: JSON.stringify(['measure', data.id, command, about]),
      label: `${label} · ${regions.full(data.regionCode)}`,
      place: paths.caseCard(data.id),
    },
    shown: data,
    standing: ({ revision }) => ({ revision }),
    bodyOf: (values) => ({ type: command, ...about, ...bodyOf(values) }),
    refresh: () => client.fetchQuery({ ...caseQuery(data.id), staleTime: 0 }),
    onDone,
    onWaiting: onClose,
  })
  const fields = measureFieldsOf(command, about, data, serverNow())
  const initialValues = Object.fromEntries(
    fields.flatMap((f) => ('initial' in f && f.initial !== undefined ? [[f.name, f.initial]] : [])),
  )
  return (
    <CommandForm
      label={label}
      confirm={null}
      initialValues={initialValues}
      command={giving}
      changed={giving.before && <div className="notice warn">{words.changed}</div>}
      onClose={onClose}
    >
      <p className="soft hint">{words.hints[command]}</p>
      {fields.map((field) => (
        <FormField key={field.name} field={field} data={data} />
      ))}
    </CommandForm>
  )
}

/** The form that a draft of this name was typed into. */
export function readMeasureFormName(form: string): (Act & { readonly caseId: string }) | null {
  const [kind, caseId, command, about] = JSON.parse(form)
  return kind === 'measure' ? { caseId, command, about } : null
}

function FormField({ field, data }: { readonly field: MeasureField; readonly data: CaseDetail }) {
  const { kind, name, label } = field
  const required = kind === 'several' || kind === 'day' || (kind === 'choice' && name !== 'alertId')
  const message = kind === 'day' ? words.fields.dayRequired : words.fields.required
  return (
    <Form.Item
      name={name}
      label={label}
      rules={required ? [{ required: true, message }] : []}
      required={false}
    >
      {kind === 'choice' ? (
        <ChoiceField legend={label} options={field.options} />
      ) : kind === 'several' ? (
        <SeveralField legend={label} options={field.options} />
      ) : kind === 'day' ? (
        <Input type="date" aria-label={label} {...(field.latest ? { max: field.latest } : {})} />
      ) : kind === 'authority' ? (
        <OrganisationPick label={label} kind={field.of} region={data.regionCode ?? ''} />
      ) : (
        <Input.TextArea rows={3} maxLength={4000} aria-label={label} />
      )}
    </Form.Item>
  )
}
