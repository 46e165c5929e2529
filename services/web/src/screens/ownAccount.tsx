/** 我的账号: who one is here, and one's own password. Whoever came with a one-time password sees this and nothing else.
 *  Nothing that is typed here is kept as a draft. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { post } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { SignOut } from '../drafts/signOut.tsx'
import { DoneNotice, FaultNotice } from '../parts/conditions.tsx'
import { Facts } from '../parts/facts.tsx'
import { PageHead } from '../parts/frame.tsx'
import { LanguageSwitch } from '../parts/languageSwitch.tsx'
import { accountTexts } from '../texts/accounts.ts'
import { texts } from '../texts/zh.ts'

const words = accountTexts.own
const SHORTEST = 10

interface Typed {
  readonly before?: string
  readonly fresh: string
  readonly again: string
}

export default function OwnAccount({ me }: { readonly me: Me }) {
  const regions = useRegions()
  const [done, setDone] = useState(false)
  const facts = [
    [accountTexts.columns.username, me.username],
    [accountTexts.columns.role, texts.roles[me.role]],
    [accountTexts.columns.federation, regions.federation(me.federation)],
  ] as const
  return (
    <>
      <PageHead title={words.title} />
      <div className="stack own-account">
        <Facts facts={facts} ownCard />
        <section className="card stack" aria-label={words.password}>
          <h2>{words.password}</h2>
          {done && <DoneNotice>{words.done}</DoneNotice>}
          <PasswordForm key={String(done)} me={me} onDone={() => setDone(true)} />
          <p className="small soft">{words.forgotten}</p>
        </section>
      </div>
    </>
  )
}

/** All that there is until she has a password of her own. */
export const FirstPassword = ({ me }: { readonly me: Me }) => (
  <main className="sign-in">
    <div className="sign-in-card">
      <header>
        <img src="/icon.svg" alt="" />
        <h1>{texts.product}</h1>
      </header>
      <div className="stack">
        <h2>{words.first}</h2>
        <p>{words.firstLead}</p>
        <PasswordForm me={me} onDone={() => {}} />
      </div>
      <div className="row">
        <LanguageSwitch />
        <span className="push">
          <SignOut />
        </span>
      </div>
    </div>
  </main>
)

function PasswordForm({ me, onDone }: { readonly me: Me; readonly onDone: () => void }) {
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: ({ before, fresh }: Typed) =>
      post<void>({
        path: '/v1/me/password',
        body: { ...(before ? { oldPassword: before } : {}), newPassword: fresh },
        ...{ revision: null, key: null },
      }),
    gcTime: 0,
    onSuccess: async () => {
      onDone()
      await client.invalidateQueries({ queryKey: ['me'] })
    },
  })
  return (
    <Form<Typed> layout="vertical" requiredMark={false} onFinish={change.mutate}>
      {/* For whoever keeps passwords: whose it is. */}
      <input type="text" name="username" autoComplete="username" value={me.username} readOnly hidden />
      {!me.passwordToChange && (
        <Form.Item
          name="before"
          label={words.old}
          rules={[{ required: true, message: accountTexts.form.required }]}
        >
          <Input type="password" autoComplete="current-password" maxLength={256} />
        </Form.Item>
      )}
      <Form.Item
        name="fresh"
        label={words.fresh}
        extra={words.rule}
        rules={[
          { required: true, message: accountTexts.form.required },
          { min: SHORTEST, message: words.tooShort },
        ]}
      >
        <Input type="password" autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="again"
        label={words.again}
        dependencies={['fresh']}
        rules={[
          { required: true, message: accountTexts.form.required },
          ({ getFieldValue }) => ({
            validator: async (_rule, value) => {
              if (value && value !== getFieldValue('fresh')) throw new Error(words.different)
            },
          }),
        ]}
      >
        <Input type="password" autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <FaultNotice error={change.error} />
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {words.submit}
      </Button>
    </Form>
  )
}
