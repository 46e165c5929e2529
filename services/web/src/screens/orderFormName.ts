/** The name that the drafts of an order's form are found by, and the form that such a name stands for. */
import type { CommandName } from './orderCommands.ts'

interface OrderFormName {
  readonly orderId: string
  readonly command: CommandName
  /** Which engagement or supervision it is about. */
  readonly about: Readonly<Record<string, string>>
}
export const orderFormName = (orderId: string, command: CommandName, about: OrderFormName['about']): string =>
  JSON.stringify(['order', orderId, command, about])

export function readOrderFormName(form: string): OrderFormName | null {
  const [kind, orderId, command, about] = JSON.parse(form)
  return kind === 'order' ? { orderId, command, about } : null
}
