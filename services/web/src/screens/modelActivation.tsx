/** Activating a version of a risk model: what it means and the what-if that it rests on are seen before it is done.
 *  Without one that counts, the form can only start one. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { get, Problem } from '../api/http.ts'
import type { ModelItem, WhatIfOfModel, WhatIfState } from '../api/modelShapes.ts'
import { useKept } from '../drafts/useKept.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { FaultNotice, Loaded } from '../parts/conditions.tsx'
import { FormDrawer } from '../parts/formDrawer.tsx'
import { fullTime } from '../parts/moment.tsx'
import { paths } from '../paths.ts'
import { modelTexts } from '../texts/models.ts'
import { nameOf } from './modelStanding.tsx'
import { useModelCommand } from './policyCommand.ts'
import { Workload } from './whatIfResult.tsx'

const words = modelTexts.activate
const SHOWN = 8

interface ModelActivationProps {
  readonly item: ModelItem
  readonly revision: number
  readonly tryOut: () => void
  readonly onClose: () => void
}
interface Values {
  readonly when?: 'soon' | 'from'
  readonly from?: string
}
/** The hour is that of Shanghai, wherever the browser stands. */
const effectOf = ({ when, from }: Values): object =>
  when === 'from' && from ? { effectiveFrom: `${from}:00+08:00` } : {}

export function ModelActivation({ item, revision, tryOut, onClose }: ModelActivationProps) {
  const { id, version, track } = item
  const [form] = Form.useForm<Values>()
  const title = words.title(nameOf(item))
  const { draft, keep, drop } = useKept({
    form: JSON.stringify(['model', id, version]),
    label: title,
    place: paths.policies(),
  })
  const client = useQueryClient()
  const resting = useQuery({
    queryKey: ['what-if', 'newest', id, version],
    queryFn: () => get<WhatIfOfModel>(`/v1/risk-models/${id}/${version}/what-if`),
    staleTime: 0,
  })
  const sending = useModelCommand(revision, () => {
    drop()
    onClose()
  })
  const when = Form.useWatch('when', form)
  const mayBe = Boolean(resting.data?.whatIf && !resting.data.outdated)
  const send = (values: Values) =>
    sending.mutate(
      { path: `/${id}/activate`, body: { version, ...effectOf(values) } },
      {
        onError: (error) => {
          if (error instanceof Problem && error.status === 409)
            void client.invalidateQueries({ queryKey: ['what-if', 'newest'] })
        },
      },
    )
  return (
    <FormDrawer
      title={title}
      action={mayBe || resting.isPending ? words.action : words.tryFirst}
      pending={sending.isPending}
      disabled={resting.data === undefined}
      submit={mayBe ? () => form.submit() : tryOut}
      onClose={onClose}
    >
      <div className="stack">
        <Loaded query={resting} rows={3}>
          {({ whatIf, outdated }) => <RestsOn whatIf={whatIf} outdated={outdated} />}
        </Loaded>
        <Form
          form={form}
          layout="vertical"
          hidden={!mayBe}
          initialValues={{ when: 'soon', ...draft?.values }}
          onValuesChange={(_, values) => keep(values)}
          onFinish={send}
        >
          <Form.Item name="when" label={words.when}>
            <ChoiceField legend={words.when} options={{ soon: words.soon, from: words.from }} />
          </Form.Item>
          {when === 'from' && (
            <Form.Item
              name="from"
              label={words.time}
              required={false}
              rules={[{ required: true, message: words.needTime }]}
            >
              <Input type="datetime-local" />
            </Form.Item>
          )}
          <p className="confirm">{words.note(modelTexts.tracks[track])}</p>
        </Form>
        <FaultNotice error={sending.error} />
      </div>
    </FormDrawer>
  )
}

interface RestsOnProps {
  readonly whatIf: WhatIfState | null
  readonly outdated: boolean
}
function RestsOn({ whatIf, outdated }: RestsOnProps) {
  if (!whatIf?.result) return <div className="notice warn">{words.none}</div>
  const { result, readAt } = whatIf
  const { cases, higher, lower, orders } = result
  const changed = result.workload
    .filter(({ inForce, candidate }) => inForce !== candidate)
    .sort((a, b) => Math.abs(b.candidate - b.inForce) - Math.abs(a.candidate - a.inForce))
  return (
    <>
      <section>
        <h3>{words.restsOn}</h3>
        <p>{readAt && words.runAt(fullTime(readAt), modelTexts.summary(cases, higher, lower))}</p>
      </section>
      {outdated && <div className="notice warn">{words.outdated}</div>}
      {changed.length === 0 ? (
        <p>{words.sameWork(orders.candidate)}</p>
      ) : (
        <>
          <h3>{words.changed}</h3>
          <Workload label={words.changed} rows={changed.slice(0, SHOWN)} orders={orders} />
        </>
      )}
      {changed.length > SHOWN && <p className="small soft">{words.more(changed.length - SHOWN)}</p>}
    </>
  )
}
