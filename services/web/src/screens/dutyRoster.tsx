/** 值班表 of one federation: who is on duty now and next, masked, and for who may how shifts are added and taken
 *  back. Times are those of Asia/Shanghai. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Popconfirm } from 'antd'
import { useRef, useState } from 'react'
import type { Roster, ShownShift } from '../api/directoryShapes.ts'
import { get, newKey, Problem, post } from '../api/http.ts'
import type { Me, Role } from '../api/shapes.ts'
import { useKept } from '../drafts/useKept.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { DoneNotice, FaultNotice, Loaded } from '../parts/conditions.tsx'
import { FormDrawer } from '../parts/formDrawer.tsx'
import { clockTime, dayOf, shortTime } from '../parts/moment.tsx'
import { paths } from '../paths.ts'
import { langOf } from '../texts/language.ts'
import { texts } from '../texts/zh.ts'

const words = texts.organisations.roster
const done = texts.organisations.done
const editors: readonly Role[] = ['dispatcher', 'district-officer', 'mediator', 'administrator']
const REFRESH_MS = 60_000
const SHOWN = 12

interface DutyRosterProps {
  readonly me: Me
  readonly federation: string
}
export function DutyRoster({ me, federation }: DutyRosterProps) {
  const roster = useQuery({
    queryKey: ['roster', federation],
    queryFn: () => get<Roster>(`/v1/rosters/${federation}`),
    refetchInterval: REFRESH_MS,
  })
  const mayEdit = editors.includes(me.role) && federation.startsWith(me.federation)
  return (
    <div className="card stack">
      <Loaded query={roster} rows={3}>
        {(data) => <Shifts data={data} mayEdit={mayEdit && data.status === 'active'} />}
      </Loaded>
    </div>
  )
}

/** One key per try. */
function useRosterCommand(data: Roster, command: 'roster' | 'withdraw', onDone: () => void) {
  const client = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (body: object) =>
      post({
        path: `/v1/rosters/${data.federation}${command === 'withdraw' ? '/withdraw' : ''}`,
        ...{ body, revision: data.revision, key: key.current },
      }),
    onSuccess: async () => {
      key.current = newKey()
      await client.invalidateQueries({ queryKey: ['roster', data.federation] })
      void client.invalidateQueries({ queryKey: ['order'] })
      onDone()
    },
    onError: (error) => {
      if (!(error instanceof Problem) || error.status >= 500) return
      key.current = newKey()
      if (error.status === 412) void client.invalidateQueries({ queryKey: ['roster', data.federation] })
    },
  })
}

function Shifts({ data, mayEdit }: { readonly data: Roster; readonly mayEdit: boolean }) {
  const [open, setOpen] = useState(false)
  const [all, setAll] = useState(false)
  const [said, setSaid] = useState<'roster' | 'withdraw' | null>(null)
  const withdrawing = useRosterCommand(data, 'withdraw', () => setSaid('withdraw'))
  const shown = all ? data.shifts : data.shifts.slice(0, SHOWN)
  return (
    <>
      <header className="row">
        <h2>{words.title}</h2>
        {mayEdit && (
          <Button
            size="small"
            className="push"
            onClick={() => {
              setSaid(null)
              setOpen(true)
            }}
          >
            {words.add}
          </Button>
        )}
      </header>
      {data.onDuty.length === 0 && (
        <p className="soft">{data.shifts.length === 0 ? words.none : words.nobody}</p>
      )}
      {said && <DoneNotice>{done[said]}</DoneNotice>}
      {data.shifts.length > 0 && (
        <ul className="lines shifts">
          {shown.map((shift) => (
            <Shift key={shift.shiftId} shift={shift} isOn={data.onDuty.includes(shift.shiftId)}>
              {mayEdit && (
                <Popconfirm
                  title={words.sure}
                  okText={words.withdraw}
                  cancelText={texts.orders.cancel}
                  onConfirm={() => withdrawing.mutate({ shiftIds: [shift.shiftId] })}
                >
                  <Button size="small" type="text" disabled={withdrawing.isPending}>
                    {words.withdraw}
                  </Button>
                </Popconfirm>
              )}
            </Shift>
          ))}
        </ul>
      )}
      {shown.length < data.shifts.length && (
        <div>
          <Button size="small" onClick={() => setAll(true)}>
            {words.all(data.shifts.length)}
          </Button>
        </div>
      )}
      <FaultNotice error={withdrawing.error} />
      {open && (
        <ShiftForm
          data={data}
          onDone={() => {
            setOpen(false)
            setSaid('roster')
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

interface ShiftProps {
  readonly shift: ShownShift
  readonly isOn: boolean
  readonly children: React.ReactNode
}
function Shift({ shift, isOn, children }: ShiftProps) {
  const { from, until, role, label, phone } = shift
  const sameDay = dayOf(from) === dayOf(until)
  return (
    <li className="row">
      <span className="nowrap when">
        {shortTime(from)} – {sameDay ? clockTime(until) : shortTime(until)}
      </span>
      <span className={role === 'lead' ? 'tag waiting' : 'tag'}>{texts.organisations.dutyRoles[role]}</span>
      <b lang={langOf(label)}>{label ?? texts.organisations.noName}</b>
      <span className="soft">{phone ?? words.noPhone}</span>
      {isOn && <span className="tag done">{words.now}</span>}
      <span className="push">{children}</span>
    </li>
  )
}

interface ShiftFormProps {
  readonly data: Roster
  readonly onDone: () => void
  readonly onClose: () => void
}
interface ShiftValues {
  readonly name: string
  readonly phone: string
  readonly role: string
  readonly from: string
  readonly until: string
}
function ShiftForm({ data, onDone, onClose }: ShiftFormProps) {
  const { draft, keep, drop } = useKept({
    form: JSON.stringify(['roster', data.federation]),
    label: words.add,
    place: paths.organisation(data.federation),
  })
  const sending = useRosterCommand(data, 'roster', () => {
    drop()
    onDone()
  })
  const [form] = Form.useForm<ShiftValues>()
  const send = ({ name, phone, role, from, until }: ShiftValues) =>
    sending.mutate({
      shifts: [{ officer: { name, phone }, role, from: inShanghai(from), until: inShanghai(until) }],
    })
  const needed = { required: true, message: texts.organisations.form.required }
  return (
    <FormDrawer title={words.add} pending={sending.isPending} submit={() => form.submit()} onClose={onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'officer', ...draft?.values }}
        onValuesChange={(_, values) => keep(values)}
        onFinish={send}
      >
        <Form.Item name="name" label={words.name} rules={[needed]}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="phone" label={words.phone} rules={[needed]}>
          <Input maxLength={40} inputMode="tel" autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={words.role}>
          <ChoiceField legend={words.role} options={texts.organisations.dutyRoles} />
        </Form.Item>
        {(['from', 'until'] as const).map((end) => (
          <Form.Item key={end} name={end} label={words[end]} rules={[needed]}>
            <Input type="datetime-local" />
          </Form.Item>
        ))}
        <FaultNotice error={sending.error} />
      </Form>
    </FormDrawer>
  )
}

const inShanghai = (local: string): string => `${local}:00+08:00`
