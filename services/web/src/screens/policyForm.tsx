/** Activating a version, at once or from a day on, and retiring one: what it means is said before it is done. */
import { Form, Input } from 'antd'
import { serverNow } from '../api/http.ts'
import { useKept } from '../drafts/useKept.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { FaultNotice } from '../parts/conditions.tsx'
import { FormDrawer } from '../parts/formDrawer.tsx'
import { dayOf } from '../parts/moment.tsx'
import { paths } from '../paths.ts'
import { policyTexts as words } from '../texts/policies.ts'
import { usePolicyCommand } from './policyCommand.ts'

interface PolicyFormProps {
  readonly command: 'activate' | 'retire'
  readonly version: number
  readonly revision: number
  readonly onClose: () => void
}
interface Values {
  readonly when?: 'soon' | 'from'
  readonly date?: string
}

/** The day begins in Shanghai, wherever the browser stands. */
const bodyOf = ({ when, date }: Values): object =>
  when === 'from' && date ? { effectiveFrom: `${date}T00:00:00+08:00` } : {}

export function PolicyForm({ command, version, revision, onClose }: PolicyFormProps) {
  const [form] = Form.useForm<Values>()
  const { draft, keep, drop } = useKept({
    form: JSON.stringify(['policy', version, command]),
    label: words[command].title(version),
    place: paths.policies(),
  })
  const sending = usePolicyCommand(revision, () => {
    drop()
    onClose()
  })
  const when = Form.useWatch('when', form)
  const send = (values: Values) =>
    sending.mutate({ path: `/${version}/${command}`, body: command === 'activate' ? bodyOf(values) : {} })
  return (
    <FormDrawer
      title={words[command].title(version)}
      action={words.actions[command]}
      pending={sending.isPending}
      submit={() => form.submit()}
      onClose={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ when: 'soon', ...draft?.values }}
        onValuesChange={(_, values) => keep(values)}
        onFinish={send}
      >
        {command === 'activate' && (
          <Form.Item name="when" label={words.activate.when}>
            <ChoiceField
              legend={words.activate.when}
              options={{ soon: words.activate.soon, from: words.activate.from }}
            />
          </Form.Item>
        )}
        {when === 'from' && (
          <Form.Item
            name="date"
            label={words.activate.date}
            required={false}
            rules={[{ required: true, message: words.activate.needDate }]}
          >
            <Input type="date" min={dayOf(serverNow() + 86_400_000)} />
          </Form.Item>
        )}
        <p className="confirm">{words[command].note}</p>
        <FaultNotice error={sending.error} />
      </Form>
    </FormDrawer>
  )
}
