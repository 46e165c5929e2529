import { Webhook } from 'standardwebhooks'
import t from 'tap'
import { messageId, newSecret, signedHeaders } from './signature.ts'

const body = '{"type":"receipt.changed","data":{"sourceRef":"回执-1"}}'

t.test('the library of the standard takes what we sign, and nothing that was changed', async (t) => {
  const secret = newSecret()
  t.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  const headers = signedHeaders(secret, 'msg_1', new Date(), body)
  const receiving = new Webhook(secret)
  t.strictSame(receiving.verify(body, headers), JSON.parse(body))
  t.throws(() => receiving.verify(body.replace('1', '2'), headers))
  for (const [name, value] of [
    ['webhook-id', 'msg_2'],
    ['webhook-timestamp', String(Number(headers['webhook-timestamp']) - 1)],
  ] as const)
    t.throws(() => receiving.verify(body, { ...headers, [name]: value }), name)
  t.throws(() => new Webhook(newSecret()).verify(body, headers), 'with another secret')
  const old = new Date(Date.now() - 10 * 60_000)
  t.throws(() => receiving.verify(body, signedHeaders(secret, 'msg_1', old, body)), 'sent again later')
})

t.test('an example that others have published comes out the same', async (t) => {
  const headers = signedHeaders(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    new Date(1614265330 * 1000),
    '{"test": 2432232314}',
  )
  t.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

t.test('a message keeps its id while it says the same, and no two share one', async (t) => {
  const id = messageId('a', '1', '7', body)
  t.match(id, /^msg_[A-Za-z0-9_-]{32}$/)
  t.equal(messageId('a', '1', '7', body), id)
  const others = [
    messageId('b', '1', '7', body),
    messageId('a', '2', '7', body),
    messageId('a', '1', '8', body),
    messageId('a', '1', '7', `${body} `),
  ]
  t.equal(new Set([id, ...others]).size, 5)
})
