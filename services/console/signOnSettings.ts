/** The single sign-on that the settings name. */
import type { AccountDb } from '@jiahe/service-kit/accounts.ts'
import { required, type Settings } from '@jiahe/service-kit/settings.ts'
import { type SingleSignOn, singleSignOn } from './singleSignOn.ts'

/** Null where none is set up; half of it is a mistake. */
export function signOnOf(settings: Settings, accounts: AccountDb, now: () => Date): SingleSignOn | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null
  const base = settings.PUBLIC_URL ?? `http://${settings.HOST}:${settings.PORT}`
  return singleSignOn({
    issuer: required(settings, 'OIDC_ISSUER'),
    clientId: required(settings, 'OIDC_CLIENT_ID'),
    clientSecret: required(settings, 'OIDC_CLIENT_SECRET'),
    claim: settings.OIDC_CLAIM,
    redirectUri: new URL('/v1/session/oidc/callback', base).href,
    accounts,
    now,
  })
}
