/** 登录: one name, one password, or the way to the single sign-on where there is one. */
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useEffect } from 'react'
import { signIn, signOnOutcome, useSignInMethods } from '../api/session.ts'
import { FaultNotice } from '../parts/conditions.tsx'
import { LanguageSwitch } from '../parts/languageSwitch.tsx'
import { texts } from '../texts/zh.ts'

interface Credentials {
  readonly username: string
  readonly password: string
}

const words = texts.signIn

export function SignIn() {
  const methods = useSignInMethods()
  const attempt = useMutation({
    mutationFn: ({ username, password }: Credentials) => signIn(username.trim(), password),
  })
  useEffect(() => {
    document.title = `${words.title} · ${texts.product}`
  }, [])
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <header>
          <img src="/icon.svg" alt="" />
          <h1>{texts.product}</h1>
          <p>{texts.tagline}</p>
        </header>
        {signOnOutcome && <Alert className="notice" type="warning" showIcon title={words[signOnOutcome]} />}
        <Form<Credentials> layout="vertical" requiredMark={false} size="large" onFinish={attempt.mutate}>
          <Form.Item
            name="username"
            label={words.username}
            rules={[{ required: true, whitespace: true, message: words.needUsername }]}
          >
            <Input
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              maxLength={64}
            />
          </Form.Item>
          <Form.Item
            name="password"
            label={words.password}
            rules={[{ required: true, message: words.needPassword }]}
          >
            <Input type="password" autoComplete="current-password" maxLength={256} />
          </Form.Item>
          <FaultNotice error={attempt.error} />
          <Button type="primary" htmlType="submit" block loading={attempt.isPending}>
            {words.submit}
          </Button>
        </Form>
        {methods.data?.singleSignOn && (
          <Button className="sign-on" size="large" block href="/v1/session/oidc">
            {words.singleSignOn}
          </Button>
        )}
        <p className="small soft">{words.note}</p>
        <LanguageSwitch />
      </div>
    </main>
  )
}
