/**
 * The forms of the directory: an organisation is registered, amended, closed. What is hidden of one stays as it is
 * where nothing is typed; one key per try, so that nothing is entered twice.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, InputNumber, Select } from 'antd'
import { useRef } from 'react'
import type { OrganisationItem } from '../api/directoryShapes.ts'
import { newKey, Problem, post } from '../api/http.ts'
import type { Me } from '../api/shapes.ts'
import { useKept } from '../drafts/useKept.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { FaultNotice } from '../parts/conditions.tsx'
import { FormDrawer } from '../parts/formDrawer.tsx'
import { RegionField } from '../parts/regionField.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts/zh.ts'

const words = texts.organisations
type Values = Readonly<Record<string, unknown>>

/** `null`: one that is not there yet. */
export function useOrganisationCommand(
  before: Pick<OrganisationItem, 'code' | 'revision'> | null,
  command: 'register' | 'amend' | 'close' | 'reopen',
  onDone: () => void,
) {
  const client = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (body: Values) =>
      post({
        path: before
          ? `/v1/organisations/${encodeURIComponent(before.code)}/${command}`
          : '/v1/organisations',
        body,
        revision: before?.revision ?? null,
        key: key.current,
      }),
    onSuccess: () => {
      key.current = newKey()
      void client.invalidateQueries({ queryKey: ['organisations'] })
      onDone()
    },
    onError: (error) => {
      if (error instanceof Problem && error.status < 500) key.current = newKey()
    },
  })
}

interface FormProps {
  readonly me: Me
  readonly before: OrganisationItem | null
  readonly onDone: () => void
  readonly onClose: () => void
}
export function OrganisationForm({ me, before, onDone, onClose }: FormProps) {
  const title = before ? words.edit : words.register
  const { draft, keep, drop } = useKept({
    form: JSON.stringify(['organisation', before?.code ?? null]),
    label: before ? `${title} · ${before.name}` : title,
    place: before ? paths.organisation(before.code) : paths.organisations(),
  })
  const sending = useOrganisationCommand(before, before ? 'amend' : 'register', () => {
    drop()
    onDone()
  })
  const [form] = Form.useForm<Values>()
  const kept = before ? { placeholder: words.form.kept } : {}
  const initialValues = before
    ? {
        ...{ kind: before.kind, regionCode: before.regionCode, name: before.name },
        ...{ capabilities: before.capabilities, capacity: before.capacity },
      }
    : { kind: 'mediation-organisation', regionCode: me.federation, capabilities: [] }
  return (
    <FormDrawer title={title} pending={sending.isPending} submit={() => form.submit()} onClose={onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ ...initialValues, ...draft?.values }}
        onValuesChange={(_, values) => keep(values)}
        onFinish={(values) => sending.mutate(bodyOf(values))}
      >
        {!before && (
          <Form.Item name="code" label={words.form.code} extra={words.form.codeNote} rules={[needed]}>
            <Input maxLength={40} autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="name" label={words.form.name} rules={[needed]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="kind" label={words.form.kind}>
          <Select aria-label={words.form.kind} options={optionsOf(words.kinds)} />
        </Form.Item>
        <Form.Item name="regionCode" label={words.form.region}>
          <RegionField city={me.federation.slice(0, 4)} label={words.form.region} />
        </Form.Item>
        <Form.Item name="capabilities" label={words.form.capabilities}>
          <Select
            mode="multiple"
            aria-label={words.form.capabilities}
            options={optionsOf(words.capabilities)}
          />
        </Form.Item>
        <Form.Item name="capacity" label={words.form.capacity}>
          <InputNumber min={0} max={9999} precision={0} />
        </Form.Item>
        <Form.Item name="address" label={words.address}>
          <Input maxLength={300} {...kept} />
        </Form.Item>
        <Form.Item name="phone" label={words.phone}>
          <Input maxLength={40} {...kept} />
        </Form.Item>
        <Form.Item name="contactName" label={words.contact}>
          <Input maxLength={100} {...kept} />
        </Form.Item>
        <Form.Item name="contactPhone" label={words.contactPhone}>
          <Input maxLength={40} {...kept} />
        </Form.Item>
        <FaultNotice error={sending.error} />
      </Form>
    </FormDrawer>
  )
}

const needed = { required: true, message: words.form.required }
const optionsOf = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).map(([value, label]) => ({ value, label }))

/** What was not typed is not said; a number that was taken out is none. */
const bodyOf = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))

interface ClosingFormProps {
  readonly data: OrganisationItem
  readonly onDone: () => void
  readonly onClose: () => void
}
export function ClosingForm({ data, onDone, onClose }: ClosingFormProps) {
  const sending = useOrganisationCommand(data, 'close', onDone)
  const [form] = Form.useForm<Values>()
  return (
    <FormDrawer
      title={words.close}
      pending={sending.isPending}
      submit={() => form.submit()}
      onClose={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={sending.mutate}>
        <Form.Item
          name="reason"
          label={words.form.closingReason}
          rules={[{ required: true, message: words.form.choose }]}
        >
          <ChoiceField legend={words.form.closingReason} options={words.closingReasons} />
        </Form.Item>
        <FaultNotice error={sending.error} />
      </Form>
    </FormDrawer>
  )
}
