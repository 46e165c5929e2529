/**
 * The settings of a process, read from the environment once and checked. A wrong or missing one stops the
 * start with one line that names it, says what is wrong, and gives an example.
 */
import { z } from 'zod'
import { eventStoreUrlFault } from './eventStoreUrl.ts'
import { keySettings } from './keySettings.ts'

const port = z.coerce.number().int().min(1).max(65535)

const known = {
  PORT: { schema: port.default(8080), example: '8080' },
  INTAKE_PORT: { schema: port.default(8081), example: '8081' },
  /** Where a service without an interface of its own answers health and metrics; nowhere when unset. */
  HEALTH_PORT: { schema: port.optional(), example: '8082' },
  HOST: { schema: z.string().min(1).default('127.0.0.1'), example: '127.0.0.1' },
  DATA_DIR: { schema: z.string().min(1).default('.jiahe'), example: '.jiahe' },
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//)
      .optional(),
    example: 'postgres://jiahe:secret@127.0.0.1:5432/jiahe',
  },
  /** As whom services connect, for whoever migrates as the schemas' owner: made when it is not there. */
  SERVICE_DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\/[^:/@]+:[^:/@]+@/, 'must be a PostgreSQL URL with user and password')
      .optional(),
    example: 'postgres://jiahe_services:secret@127.0.0.1:5432/jiahe',
  },
  EVENT_STORE_URL: {
    schema: z
      .string()
      .superRefine((url, context) => {
        const message = eventStoreUrlFault(url)
        if (message !== null) context.addIssue({ code: 'custom', message: `it ${message}` })
      })
      .optional(),
    example: 'esdb://10.0.0.11:2113,10.0.0.12:2113,10.0.0.13:2113?tls=true',
  },
  EVENT_STORE_PREFIX: {
    schema: z
      .string()
      .regex(/^[a-z0-9]{1,16}\.$/, 'must be up to 16 small letters or digits and a dot')
      .optional(),
    example: '3204.',
  },
  DEMO: { schema: z.enum(['city', 'small', 'none']).default('city'), example: 'city' },
  DEMO_PASSWORD: { schema: z.string().min(8).optional(), example: 'a-long-password' },
  DEMO_INTAKE_KEY: { schema: z.string().min(16).optional(), example: 'a-long-random-key' },
  ...keySettings,
  /** Signs the daily heads; without it none are made. */
  SIGNING_KEY: {
    schema: z
      .string()
      .refine((key) => Buffer.from(key, 'base64').length === 32, 'must be 32 bytes in base64')
      .optional(),
    example: Buffer.alloc(32, 9).toString('base64'),
  },
  /** Where each signed head is kept once more, on a machine that the database's owner cannot reach. */
  HEADS_DIR: { schema: z.string().min(1).optional(), example: 'heads' },
  /** A government's single sign-on (OpenID Connect); none when unset. */
  OIDC_ISSUER: { schema: z.url({ protocol: /^https?$/ }).optional(), example: 'https://sso.example.gov.cn' },
  OIDC_CLIENT_ID: { schema: z.string().min(1).optional(), example: 'jiahe' },
  OIDC_CLIENT_SECRET: { schema: z.string().min(1).optional(), example: 'a-long-secret' },
  /** Which claim is the account's user name here. */
  OIDC_CLAIM: { schema: z.string().min(1).default('preferred_username'), example: 'preferred_username' },
  /** Where browsers reach the console; the provider sends them back there. */
  PUBLIC_URL: { schema: z.url({ protocol: /^https?$/ }).optional(), example: 'https://jiahe.example.gov.cn' },
  CITY: {
    schema: z
      .string()
      .regex(/^\d{4}$/, 'must be the four digits of a city (GB/T 2260)')
      .default('3204'),
    example: '3204',
  },
  /** GeoJSON of the city's areas, each with `regionCode`; the one that comes with the product when unset. */
  MAP_FILE: { schema: z.string().min(1).optional(), example: '/srv/map.geojson' },
  LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    example: 'info',
  },
} as const

type Known = typeof known
export type Settings = { readonly [K in keyof Known]: z.output<Known[K]['schema']> }

/** A setting that is wrong. The message is the line to print. */
export class WrongSetting extends Error {
  override name = 'WrongSetting'
}

export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const settings: Record<string, unknown> = {}
  for (const [name, { schema, example }] of Object.entries(known)) {
    // A variable that is set to nothing is a variable that is not set.
    const parsed = (schema as z.ZodType).safeParse(environment[name] === '' ? undefined : environment[name])
    if (!parsed.success)
      throw new WrongSetting(
        `${name} is wrong: ${parsed.error.issues[0]?.message}. Example: ${name}=${example}`,
      )
    settings[name] = parsed.data
  }
  return settings as Settings
}

/** The value of an optional setting that this process cannot do without. */
export function required<K extends keyof Settings>(settings: Settings, name: K): NonNullable<Settings[K]> {
  const value = settings[name]
  if (value === undefined)
    throw new WrongSetting(`${name} is missing. Example: ${name}=${known[name].example}`)
  return value as NonNullable<Settings[K]>
}

/** For what only its use shows to be wrong. */
export const wrongSetting = (name: keyof Settings, what: string): WrongSetting =>
  new WrongSetting(`${name} is wrong: ${what}. Example: ${name}=${known[name].example}`)
