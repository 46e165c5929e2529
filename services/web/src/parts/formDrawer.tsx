/** A form at the side of what it is about, with the button that sends it and the one that does not. */
import { Button, Drawer } from 'antd'
import { texts } from '../texts/zh.ts'

interface FormDrawerProps {
  readonly title: string
  /** On the button that sends it. */
  readonly action?: string
  readonly pending: boolean
  /** Cannot be sent yet. */
  readonly disabled?: boolean
  readonly submit: () => void
  readonly onClose: () => void
  readonly children: React.ReactNode
}
export const FormDrawer = ({
  title,
  action,
  pending,
  disabled = false,
  submit,
  onClose,
  children,
}: FormDrawerProps) => (
  <Drawer
    open
    title={title}
    placement="right"
    size={480}
    onClose={onClose}
    footer={
      <div className="row">
        <Button type="primary" loading={pending} disabled={disabled} onClick={submit}>
          {action ?? texts.orders.submit}
        </Button>
        <Button onClick={onClose}>{texts.orders.cancel}</Button>
      </div>
    }
  >
    {children}
  </Drawer>
)
