/** The console's own document as a list of what may be asked of it, each with all that it needs to be answered: path,
 *  query and body, about a family that is there or about one that never was. */
import type { Fixture } from './fixture.ts'

/** What stands in an address or a body where the document has only a name. */
export interface About {
  readonly caseId: string
  readonly orderId: string
  readonly personId: string
  readonly organisation: string
  readonly federation: string
  readonly account: string
  readonly region: string
  readonly whatIf: string
}
export interface Operation {
  /** `POST /v1/cases/{id}/close` */
  readonly name: string
  readonly method: string
  readonly open: boolean
  readonly access: { readonly action: string | null; readonly subject: string } | undefined
  readonly takesRegion: boolean
  readonly takesIfMatch: boolean
  /** The request line, and a body where one is needed. */
  ask(about: About): { readonly line: string; readonly body?: unknown; readonly type?: string }
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly schema: { readonly const?: string; readonly enum?: readonly string[]; readonly default?: unknown }
}
interface Documented {
  readonly security?: readonly unknown[]
  readonly 'x-access'?: Operation['access']
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> }
}

export async function operationsOf({ call }: Pick<Fixture, 'call'>): Promise<Operation[]> {
  const { body } = await call('GET /openapi.json')
  return Object.entries(body.paths as Record<string, Record<string, Documented>>).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, documented]) => operation(url, method.toUpperCase(), documented)),
  )
}

function operation(url: string, method: string, documented: Documented): Operation {
  const { parameters = [] } = documented
  const has = (where: string, name: string) => parameters.some((one) => one.in === where && one.name === name)
  const takesRegion = has('query', 'region') && documented['x-access']?.subject === 'region'
  return {
    name: `${method} ${url}`,
    method,
    open: documented.security?.length === 0,
    access: documented['x-access'],
    takesRegion,
    takesIfMatch: has('header', 'if-match'),
    ask(about) {
      const query = parameters
        .filter((one) => one.in === 'query' && one.required && one.schema.default === undefined)
        .map((one) => `${one.name}=${sampleOf(one)}`)
      if (takesRegion) query.push(`region=${about.region}`)
      const line = `${method} ${filled(url, documented, about)}${query.length > 0 ? `?${query.join('&')}` : ''}`
      return { line, ...bodyOf(documented, about) }
    },
  }
}

/** A required parameter says by its own schema what it may be; only days do not. */
const sampleOf = ({ schema }: Parameter): string => schema.const ?? schema.enum?.[0] ?? '2026-11-23'

function filled(url: string, documented: Documented, about: About): string {
  const ids: Readonly<Record<string, string>> = {
    ...{ order: about.orderId, case: about.caseId, person: about.personId },
  }
  return url
    .replace('/v1/what-if/{id}', `/v1/what-if/${about.whatIf}`)
    .replace('/v1/risk-models/{id}', '/v1/risk-models/violence')
    .replace('{id}', ids[documented['x-access']?.subject ?? ''] ?? 'none')
    .replace('{version}', '1')
    .replace('{code}', about.organisation)
    .replace('{federation}', about.federation)
    .replace('{username}', about.account)
}

/** The document's own example, about a case that is there. A file where the route takes files. */
function bodyOf({ requestBody, ...documented }: Documented, { caseId }: About) {
  if (!requestBody) return {}
  const [type, content] = Object.entries(requestBody.content)[0]!
  if (type !== 'application/json') return { type: 'text/csv', body: FILE }
  const isAboutPerson = documented['x-access']?.subject === 'person'
  return { body: { ...(content.example as object), ...(isAboutPerson ? { caseId } : {}) } }
}
const FILE = '机构代码,机构名称,机构类型,区划代码\r\nTJ320402001,天宁调委会,人民调解委员会,320402003'
