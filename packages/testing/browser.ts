/**
 * A real Chromium for browser tests: the one that `CHROMIUM` names, or on Linux x64 the one that comes with npm
 * (`@sparticuz/chromium`), unpacked once per machine, with the few libraries that a bare server lacks.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import type { Test } from 'tap'

export type { Browser, BrowserContext, Locator, Page }

const require = createRequire(import.meta.url)
const flags = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--lang=zh-CN']

/** Closed when the test ends. */
export async function launchBrowser(t: Test): Promise<Browser> {
  const { executablePath, libraries } = process.env.CHROMIUM
    ? { executablePath: process.env.CHROMIUM, libraries: null }
    : unpacked()
  const env =
    libraries === null
      ? {}
      : { env: { ...process.env, LD_LIBRARY_PATH: libraries } as Record<string, string> }
  const browser = await chromium.launch({ executablePath, args: flags, ...env })
  t.teardown(() => browser.close())
  return browser
}

interface Unpacked {
  readonly executablePath: string
  readonly libraries: string | null
}

function unpacked(): Unpacked {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('browser tests need a Chromium here: name its path in CHROMIUM')
  const packed = join(dirname(require.resolve('@sparticuz/chromium')), '..', '..', 'bin')
  const { version } = JSON.parse(readFileSync(join(packed, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const folder = join(tmpdir(), `jiahe-chromium-${version}-${process.getuid?.() ?? 0}`)
  if (!existsSync(folder)) unpackInto(folder, packed)
  const executablePath = join(folder, 'chromium')
  const missing = /not found/.test(spawnSync('ldd', [executablePath], { encoding: 'utf8' }).stdout ?? '')
  return { executablePath, libraries: missing ? join(folder, 'lib') : null }
}

/** Beside, then moved into place in one step: two test files may start at once. */
function unpackInto(folder: string, packed: string): void {
  const beside = mkdtempSync(`${folder}-`)
  writeFileSync(join(beside, 'chromium'), brotliDecompressSync(readFileSync(join(packed, 'chromium.br'))))
  chmodSync(join(beside, 'chromium'), 0o755)
  const libraries = brotliDecompressSync(readFileSync(join(packed, 'al2023.tar.br')))
  mkdirSync(join(beside, 'lib'))
  spawnSync('tar', ['-x', '-C', beside], { input: libraries })
  try {
    renameSync(beside, folder)
  } catch (error) {
    rmSync(beside, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}
