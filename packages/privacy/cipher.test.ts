import t from 'tap'
import { keyedHash, newKey, seal, unseal } from './cipher.ts'

const key = newKey()
const owner = '019cac0f-2680-7000-8000-000000000001'

t.test('what was sealed opens with its key and for its owner', async (t) => {
  for (const plain of ['', 'a', '张小红 · 10000001234', '家'.repeat(20_000)])
    t.equal(unseal(key, owner, seal(key, owner, plain)).toString(), plain)
  const bytes = Buffer.from([0, 255, 128])
  t.ok(unseal(key, owner, seal(key, owner, bytes)).equals(bytes))
})

t.test('the same words never look the same twice', async (t) => {
  t.notOk(seal(key, owner, '张小红').equals(seal(key, owner, '张小红')))
  t.notOk(newKey().equals(newKey()))
})

t.test('another key or another owner does not open it', async (t) => {
  const sealed = seal(key, owner, '张小红')
  t.throws(() => unseal(newKey(), owner, sealed))
  t.throws(() => unseal(key, '019cac0f-2680-7000-8000-000000000002', sealed))
})

t.test('any bit that was changed is noticed', async (t) => {
  const sealed = seal(key, owner, '张小红')
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed)
    changed[bit >> 3]! ^= 1 << (bit & 7)
    t.throws(() => unseal(key, owner, changed), `bit ${bit}`)
  }
})

t.test('what was cut short or drawn out does not open, not even to nothing', async (t) => {
  for (const plain of ['', '张小红']) {
    const sealed = seal(key, owner, plain)
    for (let length = 0; length < sealed.length; length++)
      t.throws(() => unseal(key, owner, sealed.subarray(0, length)), `${length} bytes of ${sealed.length}`)
    t.throws(() => unseal(key, owner, Buffer.concat([sealed, Buffer.from([0])])))
  }
})

t.test('a keyed hash tells its parts apart and depends on its key', async (t) => {
  const hash = (...parts: string[]) => keyedHash(key, ...parts).toString('hex')
  t.equal(hash('phone', '10000001234'), hash('phone', '10000001234'))
  const all = [
    hash('ab', 'c'),
    hash('a', 'bc'),
    hash('abc'),
    hash('a","b', 'c'),
    hash('a', 'b', 'c'),
    keyedHash(newKey(), 'abc').toString('hex'),
  ]
  t.equal(new Set(all).size, all.length)
})
