import fc from 'fast-check'
import t from 'tap'
import { SeenIds } from './seenIds.ts'

t.test('whatever grows from one, each knows its own and no more', async (t) => {
  const steps = fc.array(fc.record({ from: fc.nat(20), id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') }))
  fc.assert(
    fc.property(steps, (steps) => {
      const grown: { seen: SeenIds; ids: readonly string[] }[] = [{ seen: SeenIds.none, ids: [] }]
      for (const { from, id } of steps) {
        const { seen, ids } = grown[from % grown.length]!
        grown.push({ seen: seen.with(id), ids: ids.includes(id) ? ids : [...ids, id] })
      }
      return grown.every(
        ({ seen, ids }) =>
          seen.size === ids.length &&
          ['a', 'b', 'c', 'd', 'e', 'f'].every((id) => seen.has(id) === ids.includes(id)),
      )
    }),
  )
  t.equal(SeenIds.none.size, 0)
})
