import fc from 'fast-check'
import t from 'tap'
import { canonicalJson } from './canonicalJson.ts'

t.test('the examples of RFC 8785 give its bytes', async (t) => {
  const values = {
    numbers: JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]'),
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  t.equal(
    canonicalJson(values),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
  const sorted = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  t.strictSame(
    [...canonicalJson(sorted).matchAll(/:"([^"]+)"/g)].map((m) => m[1]),
    [
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ],
  )
})

t.test('what JSON leaves out is left out, and minus zero is zero', async (t) => {
  t.equal(canonicalJson({ b: undefined, a: [undefined, -0] }), '{"a":[null,0]}')
})

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, shuffled(item)]),
  )
}

t.test('a value gives the same bytes in any order of its keys and after being stored as JSON', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const bytes = canonicalJson(value)
        const stored = JSON.parse(JSON.stringify(value))
        return (
          canonicalJson(shuffled(value)) === bytes &&
          canonicalJson(stored) === bytes &&
          canonicalJson(JSON.parse(bytes)) === bytes
        )
      }),
    ),
  )
})
