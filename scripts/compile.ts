/**
 * Compiles our TypeScript into plain modules once, so that hundreds of processes need not do it each at its start. What is
 * ours, and the two libraries of hundreds of small files, is bundled, in parts that programs share; all other libraries
 * stay where they are installed. A module goes on knowing itself by the place of its source.
 */
import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type OnResolveArgs, type Plugin, type PluginBuild } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const bundled = /^(@jiahe|kysely|zod)(\/|$)/
const asked = Symbol('asked by ourselves')

/** What others start as processes. One that is missing here is started through tsx. */
const programs = [
  ...['console', 'intake', 'policies', 'projector', 'cli'].map((name) => `services/${name}/main.ts`),
  ...['start', 'database', 'migrate', 'secretFiles', 'demo/main'].map((name) => `scripts/${name}.ts`),
  ...['main', 'policiesProcess'].map((name) => `scripts/simulation/${name}.ts`),
  'packages/event-log/postgres/gapless.writer.ts',
  'packages/event-log/eventstoredb/double/process.ts',
]

/** `folder/<path of the source>.mjs` for each program, and for each of `files`, which are named from the root. */
export async function compile(folder: string, files: readonly string[]): Promise<void> {
  const entries = [...new Set([...programs, ...files])]
  await build({
    entryPoints: entries.map((path) => ({ in: join(root, path), out: path })),
    ...{ outdir: folder, outExtension: { '.js': '.mjs' }, absWorkingDir: root, logLevel: 'warning' },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20' },
    // As Node itself chooses, where a bundler would take what a package offers to bundlers.
    ...{ conditions: [], mainFields: ['main'] },
    ...{ sourcemap: 'linked', sourcesContent: false },
    plugins: [inPlace],
  })
}

const inPlace: Plugin = {
  name: 'in place',
  setup(building) {
    building.onResolve({ filter: /^[^./]/ }, (args) => leaveLibrary(building, args))
    building.onLoad({ filter: /\.ts$/ }, ({ path }) =>
      path.includes('/node_modules/') ? null : { contents: placed(path), loader: 'ts' },
    )
  },
}

/** A library is imported from where the one who asks for it would find it. */
async function leaveLibrary(building: PluginBuild, { path, kind, pluginData, ...from }: OnResolveArgs) {
  if (pluginData === asked || kind === 'entry-point' || bundled.test(path)) return null
  const found = await building.resolve(path, {
    ...{ importer: from.importer, resolveDir: from.resolveDir, kind, pluginData: asked },
  })
  if (found.errors.length > 0) return { errors: found.errors }
  const isFile = isAbsolute(found.path) && kind !== 'require-call'
  return { path: isFile ? pathToFileURL(found.path).href : found.path, external: true }
}

function placed(path: string): string {
  const own = { url: pathToFileURL(path).href, dirname: dirname(path), filename: resolve(path) }
  return readFileSync(path, 'utf8').replaceAll(
    /\bimport\.meta\.(url|dirname|filename)\b/g,
    (_, name: keyof typeof own) => JSON.stringify(own[name]),
  )
}
