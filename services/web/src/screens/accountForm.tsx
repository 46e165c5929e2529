/** The forms of accounts: one is added, moved, given its number. A one-time password that is made stands here until it is
 *  closed, and is kept nowhere: neither as a draft nor with the answers. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Form, Input, Select } from 'antd'
import type { AccountItem, ActedAccount } from '../api/accountShapes.ts'
import { post } from '../api/http.ts'
import type { Me, Role } from '../api/shapes.ts'
import { FaultNotice } from '../parts/conditions.tsx'
import { FederationField } from '../parts/federationField.tsx'
import { FormDrawer } from '../parts/formDrawer.tsx'
import { fullTime } from '../parts/moment.tsx'
import { accountTexts as words } from '../texts/accounts.ts'
import { texts } from '../texts/zh.ts'

type Values = Readonly<Record<string, unknown>>
export type AccountAct = keyof typeof words.acts
const USERNAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/

/** `null`: one that is not there yet. */
export function useAccountAct(
  account: Pick<AccountItem, 'id'> | null,
  act: AccountAct | 'add',
  onDone: (acted: ActedAccount) => void,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Values) =>
      post<ActedAccount>({
        path: account ? `/v1/accounts/${encodeURIComponent(account.id)}/${act}` : '/v1/accounts',
        ...{ body, revision: null, key: null },
      }),
    gcTime: 0,
    onSuccess: (acted) => {
      void client.invalidateQueries({ queryKey: ['accounts'] })
      void client.invalidateQueries({ queryKey: ['account'] })
      onDone(acted)
    },
  })
}

export const OneTime = ({ of }: { readonly of: ActedAccount }) =>
  of.oneTimePassword && of.oneTimeUntil ? (
    <div className="notice one-time" role="status">
      <b>{words.oneTime.title(of.username)}</b>
      <output className="code">{of.oneTimePassword}</output>
      <span>{words.oneTime.once}</span>
      <span className="soft small">{words.oneTime.until(fullTime(of.oneTimeUntil))}</span>
    </div>
  ) : null

const chosen = { required: true, message: words.form.choose }

const PlaceFields = ({ me }: { readonly me: Me }) => (
  <>
    <Form.Item name="role" label={words.form.role} rules={[chosen]}>
      <Select
        aria-label={words.form.role}
        options={(Object.keys(texts.roles) as Role[]).map((role) => ({
          value: role,
          label: texts.roles[role],
          note: words.roleNotes[role],
        }))}
        optionRender={({ data }) => (
          <>
            {data.label} <span className="soft small">{data.note}</span>
          </>
        )}
      />
    </Form.Item>
    <Form.Item name="federation" label={words.form.federation} rules={[chosen]}>
      <FederationField label={words.form.federation} under={me.federation} own />
    </Form.Item>
  </>
)

interface AddFormProps {
  readonly me: Me
  readonly federation: string | undefined
  readonly added: ActedAccount | null
  readonly onAdded: (account: ActedAccount) => void
  readonly onClose: () => void
}
export function AddForm({ me, federation, added, onAdded, onClose }: AddFormProps) {
  const adding = useAccountAct(null, 'add', onAdded)
  const [form] = Form.useForm<Values>()
  if (added)
    return (
      <Drawer
        open
        title={words.add}
        placement="right"
        size={480}
        closable={false}
        maskClosable={false}
        footer={
          <Button type="primary" onClick={onClose}>
            {words.form.close}
          </Button>
        }
      >
        <OneTime of={added} />
      </Drawer>
    )
  return (
    <FormDrawer
      title={words.add}
      action={words.form.create}
      pending={adding.isPending}
      submit={() => form.submit()}
      onClose={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'mediator', federation }}
        onFinish={adding.mutate}
      >
        <Form.Item
          name="username"
          label={words.form.username}
          extra={words.form.usernameNote}
          rules={[
            { required: true, message: words.form.required },
            { pattern: USERNAME, message: words.form.usernameWrong },
          ]}
        >
          <Input maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <PlaceFields me={me} />
        <FaultNotice error={adding.error} />
      </Form>
    </FormDrawer>
  )
}

interface ActFormProps {
  readonly me: Me
  readonly account: AccountItem
  readonly act: AccountAct
  readonly onDone: (acted: ActedAccount) => void
  readonly onClose: () => void
}
export function ActForm({ me, account, act, onDone, onClose }: ActFormProps) {
  const acting = useAccountAct(account, act, onDone)
  const [form] = Form.useForm<Values>()
  const isPlain = act !== 'assign' && act !== 'number'
  return (
    <FormDrawer
      title={`${words.acts[act]} · ${account.username}`}
      action={isPlain ? words.acts[act] : words.form.save}
      pending={acting.isPending}
      submit={() => form.submit()}
      onClose={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={act === 'assign' ? { role: account.role, federation: account.federation } : {}}
        onFinish={(values) => acting.mutate(isPlain ? {} : values)}
      >
        {act === 'assign' && <PlaceFields me={me} />}
        {act === 'number' && (
          <Form.Item
            name="idNumber"
            label={words.form.idNumber}
            extra={words.form.idNumberNote}
            rules={[{ required: true, message: words.form.required }]}
          >
            <Input maxLength={18} autoComplete="off" inputMode="text" />
          </Form.Item>
        )}
        {isPlain && <p className="confirm">{words.confirm[act]}</p>}
        <FaultNotice error={acting.error} />
      </Form>
    </FormDrawer>
  )
}
