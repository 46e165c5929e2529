// Installs the dependencies, with pnpm at the version that package.json pins, when the lock file has changed
// since the last time. Runs on plain Node 20, before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [major] = process.versions.node.split('.').map(Number)
if (major < 20) {
  console.error(`Jiahe needs Node 20 or newer; this is ${process.version}.`)
  process.exit(1)
}

const stamp = join(root, 'node_modules', '.jiahe-installed')
const wanted = createHash('sha256')
for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
  wanted.update(readFileSync(join(root, file)))
const digest = `${wanted.digest('hex')} ${process.platform}-${process.arch}`

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
  const { config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const packageManager = `pnpm@${config.pnpm}`
  console.log(`Installing dependencies (${packageManager}) …`)
  const pnpm = spawnSync(
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      env: { ...process.env, CI: 'true' },
      shell: process.platform === 'win32',
    },
  )
  if (pnpm.status !== 0) {
    console.error(pnpm.stdout ?? '', pnpm.error?.message ?? '')
    console.error('Dependencies could not be installed: see above. Is the npm registry reachable?')
    process.exit(1)
  }
  writeFileSync(stamp, digest)
}
