/**
 * The form of one command. It is sent with the revision that the person saw and one key per try: an answer that
 * got lost is asked for again and nothing is done twice. When the order changed meanwhile, nothing is done: the
 * changes are told. What was typed stays, also when the connection breaks or the tab is closed.
 */
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useRegions } from '../api/regions.ts'
import type { Me, OrderDetail } from '../api/shapes.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { CommandForm } from '../parts/commandForm.tsx'
import { FactsField } from '../parts/factsField.tsx'
import { FederationField } from '../parts/federationField.tsx'
import { OrganisationField } from '../parts/organisationField.tsx'
import { useCommand } from '../parts/useCommand.ts'
import { paths } from '../paths.ts'
import { texts } from '../texts/zh.ts'
import { orderQuery } from './order.tsx'
import { ChangedNotice, standingOf } from './orderChanges.tsx'
import type { CommandName } from './orderCommands.ts'
import { bodyOf, type Field, fieldsOf } from './orderFields.ts'
import { orderFormName } from './orderFormName.ts'

const words = texts.orders

interface OrderFormProps {
  readonly command: CommandName
  /** Which engagement or supervision it is about. */
  readonly about: Readonly<Record<string, string>>
  readonly label: string
  readonly order: OrderDetail
  readonly me: Me
  readonly onDone: () => Promise<void>
  readonly onClose: () => void
}

export function OrderForm({ command, about, label, order, me, onDone, onClose }: OrderFormProps) {
  const client = useQueryClient()
  const regions = useRegions()
  const giving = useCommand({
    path: `/v1/work-orders/${encodeURIComponent(order.id)}/${command}`,
    identity: {
      form: orderFormName(order.id, command, about),
      label: `${label} · ${regions.full(order.regionCode)}`,
      place: paths.order(order.id),
    },
    shown: order,
    standing: standingOf,
    bodyOf: (values) => ({ ...about, ...bodyOf(values) }),
    refresh: () => client.fetchQuery({ ...orderQuery(order.id), staleTime: 0 }),
    onDone,
    onWaiting: onClose,
  })
  const fields = fieldsOf(command, order)
  const initialValues = Object.fromEntries(
    fields.flatMap((f) => ('initial' in f && f.initial ? [[f.name, f.initial]] : [])),
  )
  return (
    <CommandForm
      label={label}
      confirm={fields.length === 0 ? (words.confirm[command] ?? label) : null}
      initialValues={initialValues}
      command={giving}
      changed={giving.before && <ChangedNotice before={giving.before} after={giving.seen} />}
      onClose={onClose}
    >
      {fields.map((field) => (
        <Asked key={field.name} field={field}>
          <FormField field={field} order={order} me={me} />
        </Asked>
      ))}
    </CommandForm>
  )
}

function Asked({ field, children }: { readonly field: Field; readonly children: ReactNode }) {
  const when = 'when' in field ? field.when : undefined
  if (!when) return children
  return (
    <Form.Item noStyle shouldUpdate={(before, after) => before[when.name] !== after[when.name]}>
      {({ getFieldValue }) => (getFieldValue(when.name) === when.is ? children : null)}
    </Form.Item>
  )
}

interface FormFieldProps {
  readonly field: Field
  readonly order: OrderDetail
  readonly me: Me
}
function FormField({ field, order, me }: FormFieldProps) {
  const required =
    field.kind === 'choice' || field.kind === 'federation' || ('required' in field && field.required)
  const message = field.kind === 'note' ? words.fields.noteRequired : words.required
  const rules = required ? [{ required: true, message }] : []
  return (
    <Form.Item
      name={field.name}
      label={field.label}
      rules={rules}
      required={false}
      extra={'note' in field && field.note}
    >
      {field.kind === 'choice' ? (
        <ChoiceField legend={field.label} options={field.options} />
      ) : field.kind === 'federation' ? (
        <FederationField under={me.federation} except={order.assignee} label={field.label} />
      ) : field.kind === 'organisation' ? (
        <OrganisationField label={field.label} region={order.regionCode ?? order.assignee} />
      ) : field.kind === 'facts' ? (
        <FactsField violence={order.disputeType === 'domestic-violence'} />
      ) : (
        <Input.TextArea rows={4} maxLength={4000} aria-label={field.label} />
      )}
    </Form.Item>
  )
}
