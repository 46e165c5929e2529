import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLogger } from '@jiahe/service-kit/logging.ts'
import { createServer } from '@jiahe/service-kit/server.ts'
import t from 'tap'
import { apiInfo } from './apiInfo.ts'
import { screens } from './screens.ts'

const server = () =>
  createServer({ logger: createLogger('test', 'silent'), api: apiInfo, ready: async () => {} })
const page = { accept: 'text/html,application/xhtml+xml' }

t.test('the application answers at every address of a screen, and nowhere under /v1', async (t) => {
  const root = t.testdir({ 'index.html': '<!doctype html><title>家和</title>' })
  mkdirSync(join(root, 'assets'))
  writeFileSync(join(root, 'assets', 'main-a1b2.js'), 'export {}')
  const { app } = server()
  await screens(app, root)
  const get = (url: string, headers = {}) => app.inject({ url, headers })

  for (const url of ['/', '/orders', '/orders/019d3f6a', '/cases/x?tab=2']) {
    const answer = await get(url, page)
    t.equal(answer.statusCode, 200, url)
    t.match(answer.headers['content-type'], /^text\/html/)
    t.match(answer.headers['content-security-policy'], /default-src 'self'/)
    t.equal(answer.headers['cache-control'], 'no-cache')
  }
  const script = await get('/assets/main-a1b2.js')
  t.equal(script.statusCode, 200)
  t.match(script.headers['cache-control'], /immutable/)
  for (const url of ['/v1', '/v1/nothing', '/assets/gone.js', '/%2e%2e/package.json']) {
    const answer = await get(url, page)
    t.equal(answer.statusCode, 404, url)
    t.match(answer.headers['content-type'], /^application\/problem\+json/)
  }
  t.equal((await get('/orders')).statusCode, 404, 'a program that asks for no page gets none')
  t.equal((await app.inject({ method: 'POST', url: '/orders', headers: page })).statusCode, 404)
})

t.test('without built screens there is only the API', async (t) => {
  const { app } = server()
  await screens(app, t.testdir({}))
  t.equal((await app.inject({ url: '/', headers: page })).statusCode, 404)
})
