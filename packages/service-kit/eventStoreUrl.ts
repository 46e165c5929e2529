/**
 * Whether an `EVENT_STORE_URL` is one that the client of EventStoreDB does what it says with. It passes over in
 * silence what it does not know or cannot do: a password where there is no TLS, a certificate that is not to be
 * verified, a misspelt option. Nothing of the URL is ever quoted: any part of it may be part of a password.
 */
import { accessSync, constants } from 'node:fs'
import { resolve } from 'node:path'

const host = String.raw`[\w.-]+(:\d{1,5})?`
const FORM = new RegExp(
  String.raw`^(esdb|kurrentdb)(\+discover)?:\/\/(?<credentials>[^:@/?\s]+:[^:@/?\s]+@)?${host}(,${host})*\/?(\?(?<options>[^?\s]+))?$`,
)

const yesOrNo = (value: string) =>
  /^(true|false)$/.test(value) ? null : 'has an option that is neither true nor false'
const whole = (value: string) =>
  /^-?\d{1,9}$/.test(value) ? null : 'has an option that is not a whole number'
const any = () => null
const readable = (what: string) => (value: string) => {
  try {
    accessSync(resolve(decodeURIComponent(value)), constants.R_OK)
    return null
  } catch {
    return `names a ${what} that cannot be read`
  }
}

/** The options of the client, each with what is wrong with a value. */
const options: ReadonlyMap<string, (value: string) => string | null> = new Map(
  Object.entries({
    tls: yesOrNo,
    tlscafile: readable('tlsCAFile'),
    tlsverifycert: (value) =>
      value === 'true'
        ? null
        : 'says tlsVerifyCert=false, which the client does not do: name the authority in tlsCAFile',
    usercertfile: readable('userCertFile'),
    userkeyfile: readable('userKeyFile'),
    nodepreference: any,
    connectionname: any,
    throwonappendfailure: (value) =>
      value === 'true'
        ? null
        : 'says throwOnAppendFailure=false, with which a conflict would look like an append',
    ...{ maxdiscoverattempts: whole, discoveryinterval: whole, gossiptimeout: whole },
    ...{ defaultdeadline: whole, keepaliveinterval: whole, keepalivetimeout: whole },
  }),
)

/** What is wrong with it, to follow its name; null: nothing. */
export function eventStoreUrlFault(url: string): string | null {
  const { credentials, options: said } = FORM.exec(url)?.groups ?? {}
  if (!FORM.test(url))
    return 'is not the URL of an EventStoreDB or KurrentDB; in a password, write : @ / ? as %3A %40 %2F %3F'
  if (credentials !== undefined && !decodable(credentials))
    return 'has a % in its password that is not written as %25'
  let tls = true
  for (const pair of said?.split('&') ?? []) {
    const [key = '', value = '', ...more] = pair.split('=')
    const fault = options.get(key.toLowerCase().replaceAll(/[_-]/g, ''))
    if (!fault || value === '' || more.length > 0)
      return 'has an option that the client of EventStoreDB does not know'
    const wrong = fault(value)
    if (wrong) return wrong
    if (key.toLowerCase() === 'tls') tls = value === 'true'
  }
  if (credentials !== undefined && !tls)
    return 'has a password and says tls=false: the client would leave the password out. Say tls=true, or leave out user and password'
  return null
}

function decodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
