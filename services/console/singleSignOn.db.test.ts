/** Signing in at a real OpenID Connect provider, which runs here for the test. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import Provider from 'oidc-provider'
import t, { type Test } from 'tap'
import { consoleFixture, type Fixture } from './fixture.ts'
import { singleSignOn } from './singleSignOn.ts'

const CLIENT = { clientId: 'jiahe', clientSecret: 'a-secret-of-the-test' }
const BACK = '/v1/session/oidc/callback'

/** Whoever comes to sign in is `person.name`, without being asked for a password. */
async function providerFixture(t: Test, redirectUri: string) {
  const person = { name: 'mediator' }
  const http = createServer()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), kid: 'test', alg: 'RS256', use: 'sig' }
  const provider = new Provider(issuer, {
    clients: [
      { client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUri] },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['of the test'] },
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, preferred_username: id }),
    }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  })
  const answer = provider.callback()
  http.on('request', async (request, response) => {
    if (!request.url!.startsWith('/interaction/')) return answer(request, response)
    const { prompt, params } = await provider.interactionDetails(request, response)
    if (prompt.name === 'login')
      return provider.interactionFinished(request, response, { login: { accountId: person.name } })
    const grant = new provider.Grant({ accountId: person.name, clientId: params.client_id as string })
    grant.addOIDCScope('openid profile')
    const result = { consent: { grantId: await grant.save() } }
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
  })
  t.teardown(() => {
    http.closeAllConnections()
    http.close()
  })
  const token = (payload: JWTPayload, key = privateKey) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'test' }).sign(key)
  return { issuer, person, token }
}

/** A browser that follows what leads on at the provider, until it is sent back. */
async function walk(url: string, until: string): Promise<string> {
  const cookies = new Map<string, string>()
  for (let at = url; ; ) {
    if (at.startsWith(until)) return at
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [name, value] = set.split(';')[0]!.split('=') as [string, string]
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (!location) throw new Error(`${response.status} at ${at}: ${await response.text()}`)
    at = new URL(location, at).href
  }
}

const PUBLIC = 'http://console.example'

async function withProvider(t: Test) {
  const provider = await providerFixture(t, `${PUBLIC}${BACK}`)
  const fixture = await consoleFixture(t, {
    singleSignOn: (accounts) =>
      singleSignOn({
        ...{ ...CLIENT, issuer: provider.issuer, claim: 'preferred_username', accounts },
        ...{ redirectUri: `${PUBLIC}${BACK}`, now: () => new Date() },
      }),
  })
  return { ...fixture, ...provider }
}

const raw = (url: string, path: string, cookie = '') =>
  fetch(`${url}${path}`, { redirect: 'manual', headers: { cookie } })
const cookieIn = (response: Response, name: string): string =>
  response.headers
    .getSetCookie()
    .find((set) => set.startsWith(`${name}=`))
    ?.split(';')[0] ?? ''

async function begun({ url }: Fixture) {
  const response = await raw(url, '/v1/session/oidc')
  return { to: response.headers.get('location')!, cookie: cookieIn(response, 'jiahe_sign_on') }
}

t.test('whom the provider names is signed in as the account of that name', async (t) => {
  const stage = await withProvider(t)
  t.match((await stage.call('GET /v1/session/methods')).body, { password: true, singleSignOn: true })
  const { to, cookie } = await begun(stage)
  t.match(to, new RegExp(`^${stage.issuer}/auth\\?.*code_challenge_method=S256`))
  const back = new URL(await walk(to, PUBLIC))
  const done = await raw(stage.url, back.pathname + back.search, cookie)
  t.match({ status: done.status, to: done.headers.get('location') }, { status: 303, to: '/?sign-in=done' })
  const session = cookieIn(done, 'jiahe_session')
  const me = await stage.call('GET /v1/me', { headers: { cookie: session } })
  t.match(me.body, { username: 'mediator', role: 'mediator' })

  const again = await raw(stage.url, back.pathname + back.search, cookie)
  t.match(again.headers.get('location'), '/?sign-in=refused', 'once')
})

t.test('nobody is signed in with what another browser began, or without an account', async (t) => {
  const stage = await withProvider(t)
  const { to } = await begun(stage)
  const back = new URL(await walk(to, PUBLIC))
  const other = await begun(stage)
  for (const cookie of ['', other.cookie, 'jiahe_sign_on=made-up-made-up-made-up'])
    t.equal(
      (await raw(stage.url, back.pathname + back.search, cookie)).headers.get('location'),
      '/?sign-in=refused',
    )
  stage.person.name = 'stranger'
  const strangers = await begun(stage)
  const theirs = new URL(await walk(strangers.to, PUBLIC))
  const refused = await raw(stage.url, theirs.pathname + theirs.search, strangers.cookie)
  t.equal(refused.headers.get('location'), '/?sign-in=refused')
  t.equal(cookieIn(refused, 'jiahe_session'), '')
})

t.test('a program signs in with a token that the provider has issued for us', async (t) => {
  const { call, token, issuer } = await withProvider(t)
  const now = Math.floor(Date.now() / 1000)
  const good = { iss: issuer, aud: 'jiahe', preferred_username: 'analyst', exp: now + 300 }
  const me = async (payload: JWTPayload, key?: Parameters<typeof token>[1]) =>
    call('GET /v1/me', { headers: { authorization: `Bearer ${await token(payload, key)}` } })
  t.match(await me(good), { status: 200, body: { username: 'analyst' } })
  const { privateKey: another } = await generateKeyPair('RS256')
  const { exp: _, ...endless } = good
  for (const [what, answer] of [
    ['over', await me({ ...good, exp: now - 300 })],
    ['without end', await me(endless)],
    ['for another', await me({ ...good, aud: 'other' })],
    ['by another', await me({ ...good, iss: 'http://other.example' })],
    ['signed by another', await me(good, another)],
    ['of nobody here', await me({ ...good, preferred_username: 'stranger' })],
  ] as const)
    t.match(answer, { status: 401, body: { reason: 'not-signed-in' } }, what)
  t.equal(
    (await call('GET /v1/me', { headers: { authorization: 'Bearer no.token.at-all-whatever' } })).status,
    401,
  )
})

t.test('while the provider is away the sign-in page says so, and passwords work', async (t) => {
  const stage = await consoleFixture(t, {
    singleSignOn: (accounts, now) =>
      singleSignOn({
        ...{ ...CLIENT, issuer: 'http://127.0.0.1:1', claim: 'preferred_username', accounts, now },
        redirectUri: `${PUBLIC}${BACK}`,
      }),
  })
  const away = await raw(stage.url, '/v1/session/oidc')
  t.match(
    { status: away.status, to: away.headers.get('location') },
    { status: 303, to: '/?sign-in=unavailable' },
  )
  t.equal((await stage.call('GET /v1/me', { as: 'mediator' })).status, 200)
})

t.test('where none is set up there is none', async (t) => {
  const { call } = await consoleFixture(t)
  t.match((await call('GET /v1/session/methods')).body, { singleSignOn: false })
  t.equal((await call('GET /v1/session/oidc')).status, 404)
  t.equal((await call(`GET ${BACK}?code=x&state=y`)).status, 404)
})
