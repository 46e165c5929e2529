/**
 * Signing in at a government's single sign-on: OpenID Connect, authorization code with PKCE. The provider says who somebody
 * is; what she may do here is the account's of that name, and where there is none she may do nothing. The provider is
 * asked when it is needed, so that the console starts without it and passwords work while it is away.
 */
import { type Account, type AccountDb, accountNamed, digest } from '@jiahe/service-kit/accounts.ts'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oidc from 'openid-client'

export interface SingleSignOn {
  /** Where to send the browser, and what it has to bring back. */
  begin(): Promise<{ readonly url: string; readonly state: string }>
  /** `url`: what the provider sent the browser back to. `state`: what this browser was given. */
  finish(url: URL, state: string): Promise<Account | null>
  /** Of a token that a program brings, issued for us. */
  bearer(token: string): Promise<Account | null>
}
export interface SingleSignOnOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** The claim that is the user name here. */
  readonly claim: string
  readonly redirectUri: string
  readonly accounts: AccountDb
  readonly now: () => Date
}

/** The provider cannot be reached, or says what cannot be. */
export class SignOnFailed extends Error {
  override name = 'SignOnFailed'
}

const GOOD_FOR_MS = 10 * 60_000

export function singleSignOn(options: SingleSignOnOptions): SingleSignOn {
  const { claim, redirectUri, accounts, now, clientId } = options
  let known: Promise<oidc.Configuration> | null = null
  const provider = (): Promise<oidc.Configuration> => {
    known ??= discover(options).catch((error) => {
      known = null
      throw error
    })
    return known
  }
  let keys: ReturnType<typeof createRemoteJWKSet> | null = null
  const named = (claims: Readonly<Record<string, unknown>>): Promise<Account | null> | null => {
    const name = claims[claim]
    return typeof name === 'string' ? accountNamed(accounts, name) : null
  }

  return {
    async begin() {
      const config = await provider()
      const verifier = oidc.randomPKCECodeVerifier()
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
      const row = {
        state_hash: digest(state),
        verifier,
        nonce,
        expires_at: new Date(now().getTime() + GOOD_FOR_MS),
      }
      await accounts.deleteFrom('account.oidc_try').where('expires_at', '<', now()).execute()
      await accounts.insertInto('account.oidc_try').values(row).execute()
      const url = oidc.buildAuthorizationUrl(config, {
        ...{ redirect_uri: redirectUri, scope: 'openid profile', state, nonce },
        ...{ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
      })
      return { url: url.href, state }
    },
    async finish(url, state) {
      // Once: whoever comes a second time with it has copied it.
      const begun = await accounts
        .deleteFrom('account.oidc_try')
        .where('state_hash', '=', digest(state))
        .where('expires_at', '>', now())
        .returning(['verifier', 'nonce'])
        .executeTakeFirst()
      if (!begun) return null
      const config = await provider()
      const checks = { pkceCodeVerifier: begun.verifier, expectedState: state, expectedNonce: begun.nonce }
      const back = Object.assign(new URL(redirectUri), { search: url.search })
      const tokens = await oidc.authorizationCodeGrant(config, back, checks).catch(failed)
      const claims = tokens.claims()
      return claims ? named(claims) : null
    },
    async bearer(token) {
      const { issuer, jwks_uri } = (await provider()).serverMetadata()
      if (!jwks_uri) return null
      keys ??= createRemoteJWKSet(new URL(jwks_uri))
      try {
        const { payload } = await jwtVerify(token, keys, {
          ...{ issuer, audience: clientId, currentDate: now() },
          requiredClaims: ['exp'],
        })
        return named(payload)
      } catch (error) {
        if (isAway(error)) throw new SignOnFailed('the single sign-on cannot be reached', { cause: error })
        return null
      }
    },
  }
}

/** Without TLS only on this machine. */
async function discover({
  issuer,
  clientId,
  clientSecret,
}: SingleSignOnOptions): Promise<oidc.Configuration> {
  const url = new URL(issuer)
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  const execute = local && url.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
  return oidc.discovery(url, clientId, clientSecret, undefined, { execute }).catch(failed)
}

function failed(error: unknown): never {
  throw new SignOnFailed('the single sign-on did not answer as it should', { cause: error })
}

const isAway = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof Error && 'code' in error && error.code === 'ERR_JWKS_TIMEOUT')
