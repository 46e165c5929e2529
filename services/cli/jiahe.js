#!/usr/bin/env node
// Runs main.ts, in this process and in the directory where it was called: as it stands, or as it was compiled beforehand.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const compiled = join(process.env.JIAHE_COMPILED ?? '', 'services/cli/main.ts.mjs')
if (process.env.JIAHE_COMPILED && existsSync(compiled)) await import(pathToFileURL(compiled).href)
else {
  const { register } = await import('tsx/esm/api')
  register()
  await import('./main.ts')
}
