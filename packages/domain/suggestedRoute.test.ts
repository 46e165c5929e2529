import t from 'tap'
import { suggestRoute } from './suggestedRoute.ts'

const names: Readonly<Record<string, string>> = {
  '320402': '天宁区',
  '320404': '钟楼区',
  '320402003': '茶山街道',
  '320402004': '红梅街道',
  '320404001': '南大街街道',
  '320404002': '茶山街道',
}
const regions = {
  exists: (code: string) => code in names,
  name: (code: string) => names[code] ?? null,
  children: (code: string) =>
    Object.keys(names).filter(
      (one) => (code === '3204' ? one.length === 6 : one.length === 9) && one.startsWith(code),
    ),
}
const suggest = (address: string | null, earlier: readonly (string | null)[] = []) =>
  suggestRoute({ address, earlier }, { regions, city: '3204' })

t.test('the township that the address names', async (t) => {
  t.strictSame(suggest('常州市红梅街道某小区 3 幢'), { federation: '320402004', because: 'address' })
  t.strictSame(
    suggest('天宁区茶山街道某路'),
    { federation: '320402003', because: 'address' },
    'in its district',
  )
  t.strictSame(suggest('天宁区某路'), { federation: '320402', because: 'address' })
})

t.test('nothing where it could be either of two', async (t) => {
  t.equal(suggest('茶山街道某路'), null)
  t.equal(suggest('某路'), null)
  t.equal(suggest(null), null)
})

t.test('otherwise where the family was before, if that is in the city', async (t) => {
  const before = { federation: '320404001', because: 'earlier-matter' }
  t.strictSame(suggest('某路', [null, '320500001', '320404001', '320402']), before)
  t.equal(suggest('红梅街道', ['320404001'])?.federation, '320402004', 'the address goes before')
})
