/**
 * The built screens. A browser that opens any address which is no file gets the application, which knows the
 * address; everything under `/v1`, and whoever does not ask for a page, keeps its 404.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

export const builtScreens = fileURLToPath(new URL('../web/dist', import.meta.url))

const policy = [
  "default-src 'self'",
  // The component library writes its styles at run time.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

/** Does nothing where the screens have not been built. */
export async function screens(app: FastifyInstance, root = builtScreens): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) return
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    cacheControl: false,
    setHeaders(reply, path) {
      const hashed = path.includes('/assets/')
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      reply.header('x-content-type-options', 'nosniff')
      reply.header('referrer-policy', 'no-referrer')
      if (path.endsWith('.html')) reply.header('content-security-policy', policy)
    },
  })
  app.get('/*', async (request, reply) => {
    const path = request.url.split('?')[0]!
    const page = (request.headers.accept ?? '').includes('text/html')
    if (!page || path === '/v1' || path.startsWith('/v1/') || /\.[a-z0-9]+$/i.test(path))
      return reply.callNotFound()
    return reply.sendFile('index.html')
  })
}
