/** The form of one command, at the side of what it is about: what was typed before stands in it, what is typed is kept,
 *  what changed meanwhile and what was refused is said below. */
import { Form } from 'antd'
import type { ReactNode } from 'react'
import type { Values } from '../drafts/drafts.ts'
import { texts } from '../texts/zh.ts'
import { FaultNotice } from './conditions.tsx'
import { FormDrawer } from './formDrawer.tsx'
import type { useCommand } from './useCommand.ts'

interface CommandFormProps {
  readonly label: string
  /** What is asked before a command that has no fields. */
  readonly confirm: string | null
  readonly initialValues: Values
  readonly command: Pick<ReturnType<typeof useCommand>, 'typed' | 'keep' | 'fault'> & {
    readonly sending: { readonly isPending: boolean; readonly mutate: (values: Values) => void }
  }
  /** What is said where the thing is not what it was. */
  readonly changed: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}
export function CommandForm(props: CommandFormProps) {
  const { label, confirm, initialValues, command, changed, onClose, children } = props
  const [form] = Form.useForm<Values>()
  return (
    <FormDrawer
      title={label}
      action={confirm === null ? texts.orders.submit : label}
      pending={command.sending.isPending}
      submit={() => form.submit()}
      onClose={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ ...initialValues, ...command.typed }}
        onValuesChange={(_, values) => command.keep(values)}
        onFinish={command.sending.mutate}
      >
        {confirm !== null && <p className="confirm">{confirm}</p>}
        {children}
        {changed}
        <FaultNotice error={command.fault} />
      </Form>
    </FormDrawer>
  )
}
