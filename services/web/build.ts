/**
 * Builds the screens into `dist/` when they were never built or their sources have changed since: the stamp in
 * `dist` is a hash of all that goes in. Several processes may ask at once; a finished build is moved into place
 * in one step, so nobody ever serves half of one.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = import.meta.dirname
const dist = join(root, 'dist')
const stampIn = (folder: string) => join(folder, '.sources')
const inputs = ['index.html', 'package.json', 'public', 'src', 'vite.config.ts', 'regionTables.ts']
const domain = join(root, '..', '..', 'packages', 'domain')

/** Resolves to whether there was anything to build. */
export async function buildWeb(): Promise<boolean> {
  const wanted = sourceHash()
  if (stampOf(dist) === wanted) return false
  const { build } = await import('vite')
  const { default: config } = await import('./vite.config.ts')
  const outDir = join(root, 'node_modules', `.building-${randomUUID()}`)
  await build({ ...config, logLevel: 'warn', build: { ...config.build, outDir, emptyOutDir: true } })
  writeFileSync(stampIn(outDir), wanted)
  moveIntoPlace(outDir, wanted)
  return true
}

function moveIntoPlace(built: string, wanted: string): void {
  try {
    rmSync(dist, { recursive: true, force: true })
    renameSync(built, dist)
  } catch (error) {
    // Another process was quicker with the same sources: its build is as good as ours.
    rmSync(built, { recursive: true, force: true })
    if (stampOf(dist) !== wanted) throw error
  }
}

const stampOf = (folder: string): string | null =>
  existsSync(stampIn(folder)) ? readFileSync(stampIn(folder), 'utf8') : null

function sourceHash(): string {
  const hash = createHash('sha256')
  const files = [
    ...inputs.map((name) => join(root, name)),
    ...readdirSync(domain)
      .filter((name) => /(ocabulary|Remarks)\.ts$/.test(name))
      .map((name) => join(domain, name)),
    join(domain, 'models'),
  ]
  for (const file of files.flatMap(filesBelow))
    hash.update(file.slice(root.length)).update(readFileSync(file))
  return hash.digest('hex')
}

function filesBelow(path: string): string[] {
  const entries = existsSync(path) ? tryReadDir(path) : []
  if (entries === null) return [path]
  return entries.sort().flatMap((name) => filesBelow(join(path, name)))
}

function tryReadDir(path: string): string[] | null {
  try {
    return readdirSync(path)
  } catch {
    return null
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const started = performance.now()
  const built = await buildWeb()
  const took_s = ((performance.now() - started) / 1000).toFixed(1)
  console.log(built ? `Screens built in ${took_s} s.` : 'Screens are up to date.')
}
