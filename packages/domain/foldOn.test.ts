import fc from 'fast-check'
import t from 'tap'
import { foldOn } from './foldOn.ts'

interface Step {
  readonly n: number
}
const evolve = (state: readonly number[], { n }: Step): readonly number[] => [...state, n]

t.test('whatever was folded before, in whatever order, it is the fold of this history', async () => {
  const steps: readonly Step[] = Array.from({ length: 6 }, (_, n) => ({ n }))
  const histories = fc.array(fc.array(fc.nat({ max: 5 }), { maxLength: 8 }), { maxLength: 20 })
  fc.assert(
    fc.property(histories, (asked) => {
      const fold = foldOn(evolve, [])
      for (const numbers of asked) {
        const history = numbers.map((n) => steps[n]!)
        if (fold(history).join() !== history.reduce(evolve, []).join()) return false
      }
      return true
    }),
    { numRuns: 2000 },
  )
})

t.test('what was folded is not folded again', async (t) => {
  let folded = 0
  const fold = foldOn((state: number, { n }: Step) => {
    folded++
    return state + n
  }, 0)
  const history = [{ n: 1 }, { n: 2 }]
  t.equal(fold(history), 3)
  t.equal(fold([...history, { n: 3 }]), 6)
  t.equal(folded, 3)
  history.push({ n: 4 })
  t.equal(fold(history), 7, 'a history that grew in place')
})
