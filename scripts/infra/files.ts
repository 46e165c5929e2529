/** The files that say how Jiahe is run elsewhere, read as what they are: Kubernetes objects, the Compose file, programs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readSettings } from '@jiahe/service-kit/settings.ts'
import { parseAllDocuments } from 'yaml'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const text = (path: string): string => readFileSync(join(root, path), 'utf8')
export const exists = (path: string): boolean => existsSync(join(root, path))
export const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort()

/** Documents of a YAML file; throws where it does not parse. Merge keys, as KurrentDB's and Compose's files have them. */
export function documents(path: string): unknown[] {
  return parseAllDocuments(text(path), { merge: true }).map((document) => {
    if (document.errors[0]) throw new Error(`${path}: ${document.errors[0].message}`)
    return document.toJS()
  })
}

/** What a program of ours cannot do without, and the setting that names its port, as its source has them. */
export function needsOf(program: string): { required: string[]; port: string | undefined } {
  const source = text(program)
  return {
    required: [
      ...[...source.matchAll(/required\([^,]+, '(\w+)'\)/g)].map(([, name]) => name!),
      ...(source.includes('serviceKeyring(') ? ['MASTER_KEY'] : []),
    ],
    port: /port: settings\.(\w+)/.exec(source)?.[1],
  }
}

const secretFiles = /const secrets = \[(.+)\]/.exec(text('scripts/secretFiles.ts'))?.[1] ?? ''
const examples: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://jiahe:secret@postgres:5432/jiahe',
  SERVICE_DATABASE_URL: 'postgres://jiahe_services:secret@postgres:5432/jiahe',
  EVENT_STORE_URL: 'esdb://admin:secret@kurrentdb:2113?tls=true',
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  SIGNING_KEY: Buffer.alloc(32, 9).toString('base64'),
}

/** What is wrong with the environment that a program of ours is given. `secret` is a value that is not in the file. */
export function environmentFaults(program: string, given: Readonly<Record<string, string>>): string[] {
  if (!exists(program)) return [`${program} does not exist`]
  const faults: string[] = []
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    const inFile = name.endsWith('_FILE') && !(name in readSettings({}))
    const setting = inFile ? name.slice(0, -'_FILE'.length) : name
    if (!(setting in readSettings({})) || (inFile && !secretFiles.includes(`'${setting}'`)))
      faults.push(`${name} is no setting`)
    environment[setting] = inFile || value === 'secret' ? (examples[setting] ?? value) : value
  }
  const isElsewhere = (name: string) =>
    name === 'MASTER_KEY' &&
    ('MASTER_KEY_FILE' in environment || (environment.KEY_SERVICE ?? 'local') !== 'local')
  const missing = needsOf(program).required.filter((name) => !(name in environment || isElsewhere(name)))
  faults.push(...missing.map((name) => `${name} is missing`))
  try {
    readSettings(environment)
  } catch (error) {
    faults.push((error as Error).message)
  }
  return faults.map((fault) => `${program}: ${fault}`)
}

/** Where a program of ours listens, given its environment; null where nothing answers. */
export function portOf(program: string, given: Readonly<Record<string, string>>): number | null {
  const name = needsOf(program).port as 'PORT' | 'INTAKE_PORT' | 'HEALTH_PORT' | undefined
  return (name && readSettings({ [name]: given[name] ?? '' })[name]) ?? null
}

/** Whether every server of ours answers on that path. */
export const isServed = (path: string): boolean =>
  text('packages/service-kit/server.ts').includes(`app.get('${path}'`)
