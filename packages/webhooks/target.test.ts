import t from 'tap'
import { ForbiddenAddress, lookupFor, shown, urlFault } from './target.ts'

t.test('messages go to https, and to http only on this machine', async (t) => {
  for (const url of [
    'https://jiahe.psb.example.cn/receipts?token=a',
    'https://user:word@10.1.2.3:8443/in',
    'https://192.168.1.20/',
    'https://172.16.0.9/',
    'https://100.64.3.4/',
    'https://[fd12:3456::9]/',
    'http://127.0.0.1:9000/',
    'http://localhost:9000/',
    'http://[::1]:9000/',
    'https://127.0.0.1:9000/',
  ])
    t.equal(urlFault(url), null, url)
  for (const [url, fault] of [
    ['receipts', 'not-a-url'],
    ['ftp://10.1.2.3/', 'not-a-url'],
    ['file:///etc/passwd', 'not-a-url'],
    ['http://10.1.2.3/', 'https-required'],
    ['http://psb.example.cn/', 'https-required'],
    ['http://localhost.example.cn/', 'https-required'],
    [`https://a.example.cn/${'a'.repeat(2000)}`, 'url-too-long'],
  ] as const)
    t.equal(urlFault(url), fault, url)
})

t.test('no message goes where machines keep their credentials, however the address is written', async (t) => {
  for (const host of [
    '169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '0',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '169.254.43518',
    '224.0.0.1',
    '255.255.255.255',
    '[::]',
    '[fe80::1]',
    '[ff02::1]',
    '[fd00:ec2::254]',
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:a9fe:a9fe::1]',
  ])
    t.equal(urlFault(`https://${host}/latest/meta-data`), 'forbidden-address', host)
})

const resolve = (url: string, hostname: string) =>
  new Promise<unknown>((resolve) =>
    lookupFor(new URL(url))(hostname, { all: true }, (error, addresses) => resolve(error ?? addresses)),
  )

t.test('a name that leads to this machine is refused, unless the URL says so', async (t) => {
  t.type(await resolve('https://psb.example.cn/', 'localhost'), ForbiddenAddress)
  t.type(await resolve('https://psb.example.cn/', '169.254.169.254'), ForbiddenAddress)
  t.type(await resolve('https://psb.example.cn/', '::ffff:127.0.0.1'), ForbiddenAddress)
  t.ok(Array.isArray(await resolve('http://localhost:1/', 'localhost')))
  t.strictSame(await resolve('https://psb.example.cn/', '10.1.2.3'), [{ address: '10.1.2.3', family: 4 }])
  t.match(await resolve('https://nowhere.invalid/', 'nowhere.invalid'), { code: /ENOTFOUND|EAI_AGAIN/ })
})

t.test('what is shown of a URL has neither password nor query', async (t) => {
  t.equal(shown('https://user:word@psb.example.cn:8443/in?token=a#b'), 'https://psb.example.cn:8443/in')
})
