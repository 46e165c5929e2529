/** Pushes on with several orders at once, which is each of them for itself: with the revision that was seen and a key of
 *  its own. What was refused is listed with its reason, and what had no answer can be tried again with the same key. */
import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { newKey, Problem, post } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { OrderItem } from '../api/shapes.ts'
import { useKept } from '../drafts/useKept.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { FormDrawer } from '../parts/formDrawer.tsx'
import { paths } from '../paths.ts'
import { dispatchTexts as words } from '../texts/dispatch.ts'
import { marks } from '../texts/marks.ts'
import { orderLifeTexts } from '../texts/orderLife.ts'
import { explain } from '../texts/reasons.ts'
import { texts } from '../texts/zh.ts'

interface Try {
  readonly order: OrderItem
  readonly key: string
  readonly outcome: 'waiting' | 'done' | { readonly error: unknown }
}
interface Values {
  readonly reason: string
  readonly note?: string
}

interface BulkSupervisionProps {
  readonly orders: readonly OrderItem[]
  /** With the ids of those that were pushed on: the others stay chosen. */
  readonly onClose: (done: readonly string[]) => void
}
export function BulkSupervision({ orders, onClose }: BulkSupervisionProps) {
  const client = useQueryClient()
  const regions = useRegions()
  const [form] = Form.useForm<Values>()
  const kept = useKept({
    form: 'bulk-supervision',
    label: words.supervise,
    place: paths.dispatchDesk({ view: 'late' }),
  })
  const [tries, setTries] = useState<readonly Try[]>(() =>
    orders.map((order) => ({ order, key: newKey(), outcome: 'waiting' })),
  )
  const [sending, setSending] = useState(false)
  const done = tries.filter(({ outcome }) => outcome === 'done')
  const close = () => onClose(done.map(({ order }) => order.id))
  const failed = tries.flatMap((one) => (typeof one.outcome === 'object' ? [{ ...one, ...one.outcome }] : []))
  const open = tries.filter(({ outcome }) => outcome !== 'done' && !isRefused(outcome))

  async function send(values: Values): Promise<void> {
    setSending(true)
    for (const one of open) {
      const outcome = await supervise(one, values)
      setTries((all) => all.map((other) => (other.key === one.key ? { ...other, outcome } : other)))
    }
    kept.drop()
    setSending(false)
    void client.invalidateQueries({ queryKey: ['orders'] })
  }

  return (
    <FormDrawer
      title={words.bulkTitle(tries.length)}
      action={failed.length > 0 && open.length > 0 ? words.retry : words.supervise}
      pending={sending}
      submit={() => (open.length > 0 ? form.submit() : close())}
      onClose={close}
    >
      <p className="soft">{words.bulkNote}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ ...kept.draft?.values }}
        onValuesChange={(_, values) => kept.keep(values)}
        onFinish={(values) => void send(values)}
        disabled={sending}
      >
        <Form.Item
          name="reason"
          label={words.reason}
          required={false}
          rules={[{ required: true, message: texts.orders.required }]}
        >
          <ChoiceField legend={words.reason} options={orderLifeTexts.supervisionReasons} />
        </Form.Item>
        <Form.Item name="note" label={words.note}>
          <Input.TextArea rows={4} maxLength={2000} />
        </Form.Item>
      </Form>
      <div role="status">
        {sending && <p>{words.sending(done.length, tries.length)}</p>}
        {!sending && done.length > 0 && <p>{words.done(done.length)}</p>}
        {failed.length > 0 && (
          <>
            <b>{words.failed(failed.length)}</b>
            <ul>
              {failed.map(({ order, error }) => (
                <li key={order.id}>{marks.is(regions.full(order.regionCode), explain(error).what)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      {open.length === 0 && !sending && <Button onClick={close}>{words.close}</Button>}
    </FormDrawer>
  )
}

/** An answer that says no; nothing else than no answer at all is worth asking again with the same key. */
const isRefused = (outcome: Try['outcome']): boolean =>
  typeof outcome === 'object' && outcome.error instanceof Problem && outcome.error.status < 500

async function supervise({ order, key }: Try, { reason, note }: Values): Promise<Try['outcome']> {
  try {
    const path = `/v1/work-orders/${encodeURIComponent(order.id)}/supervise`
    const body = { reason, ...(note?.trim() ? { note: note.trim() } : {}) }
    await post({ path, body, revision: order.revision, key })
    return 'done'
  } catch (error) {
    return { error }
  }
}
