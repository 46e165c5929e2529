import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import t, { type Test } from 'tap'
import { type Message, type Outcome, posting } from './post.ts'

const never = new AbortController().signal
const post = (url: string, own: Partial<Message> = {}, within_ms = 5000): Promise<Outcome> =>
  posting(within_ms)({ url, headers: {}, body: '{"a":1}', ...own }, never)

async function listening(t: Test, server: Server): Promise<number> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of open) socket.destroy()
    await closed
  })
  return (server.address() as AddressInfo).port
}
const serving = async (t: Test, listener: RequestListener): Promise<string> => {
  return `http://127.0.0.1:${await listening(t, createServer(listener))}`
}

t.test('a message arrives as it is, with its headers, and the status comes back', async (t) => {
  const seen: unknown[] = []
  const url = await serving(t, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    seen.push([request.method, request.url, request.headers, Buffer.concat(chunks).toString()])
    response.writeHead(503, { 'retry-after': '120' }).end('come back later')
  })
  const body = '{"sourceRef":"回执"}'
  const answer = await post(`${url.replace('//', '//user:p%40ss@')}/in?token=a`, {
    headers: { 'webhook-id': 'msg_1' },
    body,
  })
  t.strictSame(answer, { status: 503, retryAfter_s: 120 })
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'webhook-id': 'msg_1',
    authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
  }
  t.match(seen, [['POST', '/in?token=a', headers, body]])
})

t.test('a redirect is not followed', async (t) => {
  let asked = 0
  const elsewhere = await serving(t, (_request, response) => {
    asked++
    response.end()
  })
  const url = await serving(t, (_request, response) => response.writeHead(307, { location: elsewhere }).end())
  t.strictSame(await post(url), { status: 307, retryAfter_s: null })
  t.equal(asked, 0)
})

t.test('who says nothing is given a time, and who never stops talking is not listened to', async (t) => {
  const silent = await serving(t, () => {})
  t.strictSame(await post(silent, {}, 100), { fault: 'timeout' })
  const hesitant = await listening(
    t,
    createRawServer((socket) => {
      socket.on('error', () => {})
      socket.write('HTTP/1.1 200 OK\r\nX-Slow: ')
    }),
  )
  t.strictSame(await post(`http://127.0.0.1:${hesitant}`, {}, 100), { fault: 'timeout' })
  let ended: (written: number) => void = () => {}
  const written = new Promise<number>((resolve) => {
    ended = resolve
  })
  const endless = await serving(t, (_request, response) => {
    let bytes = 0
    const more = () => {
      if (response.destroyed) return ended(bytes)
      bytes += 65_536
      response.write(Buffer.alloc(65_536), () => setImmediate(more))
    }
    more()
  })
  t.strictSame(await post(endless), { status: 200, retryAfter_s: null })
  t.ok((await written) < 64 * 1024 * 1024)
})

t.test('each way of not being reached has its name', async (t) => {
  const port = await listening(
    t,
    createRawServer((socket) => socket.destroy()),
  )
  t.strictSame(await post(`http://127.0.0.1:${port}`), { fault: 'broken-off' })
  const talk = await listening(
    t,
    createRawServer((socket) => {
      socket.on('error', () => {})
      socket.end('220 mail ready\r\n')
    }),
  )
  t.strictSame(await post(`http://127.0.0.1:${talk}`), { fault: 'broken-off' })
  t.strictSame(await post('http://127.0.0.1:1'), { fault: 'refused' })
  t.strictSame(await post('https://nowhere.invalid/'), { fault: 'unknown-host' })
  t.strictSame(await post('https://169.254.169.254/'), { fault: 'forbidden-address' })
  t.strictSame(await post('http://10.1.2.3/'), { fault: 'forbidden-address' }, 'as it stands in an old row')
  const silent = await serving(t, () => {})
  const ending = new AbortController()
  const cut = posting(5000)({ url: silent, headers: {}, body: '' }, ending.signal)
  setImmediate(() => ending.abort())
  t.strictSame(await cut, { fault: 'aborted' })
})

t.test('a certificate has to be one that is trusted, and an authority of one’s own can be', async (t) => {
  const name = [{ name: 'commonName', value: 'localhost' }]
  const { private: key, cert } = await generate(name, {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  })
  const server = createSecureServer({ key, cert }, (_request, response) => response.end())
  const url = `https://localhost:${await listening(t, server)}/`
  t.strictSame(await post(url), { fault: 'certificate' })
  t.strictSame(await post(url.replace('localhost', '127.0.0.1')), { fault: 'certificate' })

  const authority = join(t.testdir(), 'authority.pem')
  writeFileSync(authority, cert)
  const program = `
    const { posting } = await import('./packages/webhooks/post.ts')
    const message = { url: ${JSON.stringify(url)}, headers: {}, body: '{}' }
    console.log(JSON.stringify(await posting(5000)(message, new AbortController().signal)))`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: authority },
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  await new Promise((resolve) => child.once('close', resolve))
  t.strictSame(JSON.parse(said), { status: 200, retryAfter_s: null })
})
