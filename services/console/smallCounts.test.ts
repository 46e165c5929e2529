/** Small counts are kept, also from whoever knows how they are kept: of all the figures that give one and the same answer,
 *  each cell that is not told has more than one value. */
import type { Board } from '@jiahe/read-models/board.ts'
import t, { type Test } from 'tap'
import { smallBoard, smallCoverage, smallOverrides } from './smallCounts.ts'

type Vector = readonly number[]
function* vectors(length: number, most: number): Generator<Vector> {
  if (length === 0) yield []
  else for (const rest of vectors(length - 1, most)) for (let n = 0; n <= most; n++) yield [...rest, n]
}

/** Groups all vectors by what is answered about them. */
function keeps(t: Test, all: Iterable<Vector>, answerOf: (v: Vector) => object): void {
  const alike = new Map<string, Vector[]>()
  for (const v of all) {
    const answer = JSON.stringify(answerOf(v))
    const list = alike.get(answer) ?? []
    alike.set(answer, list)
    list.push(v)
  }
  let small = 0
  const told: string[] = []
  for (const [answer, list] of alike)
    for (const i of list[0]!.keys()) {
      const values = new Set(list.map((v) => v[i]))
      const least = Math.min(...(values as Set<number>))
      if (least === 0 || least > 4) continue
      small++
      if (values.size === 1) told.push(`${answer} tells of ${list[0]}`)
    }
  t.ok(small > 0)
  t.strictSame(told.slice(0, 3), [])
}

const none = {
  ...{ alerts: 0, reports: 0, cases: 0, callbacksDue: 0, callbacksLate: 0, callbacksDone: 0 },
  ...{ callbacksUnreachable: 0, ordersDispatched: 0, ordersAccepted: 0, ordersReturned: 0, ordersLate: 0 },
  ...{ ordersClosed: 0, tracked: 0, disposals: {} },
}
const boardOf = (reports: Vector): Board => ({
  ...{ asOf: '2026-11-23T00:00:00.000Z', by: ['region'] },
  rows: reports.map((n, i) => ({ ...none, region: `32040${i}`, reports: n })),
  totals: { ...none, reports: reports.reduce((a, b) => a + b, 0) },
})

t.test('a small cell cannot be worked out from its column and the total', async (t) => {
  // Up to the end of a five: beyond it whatever is told alike would be cut off.
  for (const [length, most] of [
    [1, 32],
    [2, 22],
    [3, 12],
    [5, 7],
  ] as const)
    keeps(t, vectors(length, most), (v) => smallBoard(boardOf(v)))
})

t.test('nor from the parts that make up the alerts', async (t) => {
  keeps(t, vectors(4, 7), ([done, due, late, unreachable]) => {
    const alerts = done! + due! + late! + unreachable!
    return smallCoverage({
      alerts,
      done: done!,
      due: due!,
      late: late!,
      unreachable: unreachable!,
      missing: 0,
    })
  })
})

t.test(
  'nothing between one and four is told anywhere, and what is told is to the nearest five',
  async (t) => {
    const board = {
      ...boardOf([3, 12, 0]),
      totals: { ...none, reports: 15, tracked: 4, disposals: { mediated: 2, referred: 23 } },
    }
    const told = smallBoard(board) as { rows: object[]; totals: object }
    t.match(told.rows, [
      { region: '320400', reports: null },
      { region: '320401', reports: 10 },
      { region: '320402', reports: 0 },
    ])
    t.match(told.totals, {
      reports: 15,
      tracked: null,
      alerts: 0,
      disposals: { mediated: null, referred: 25 },
    })
    const overrides = smallOverrides({
      rows: [{ region: '320402', gradings: 40, raised: 3, lowered: 6, declined: 0, asked: 0, rate: 0.225 }],
      totals: { gradings: 40, raised: 3, lowered: 6, declined: 0, asked: 0, rate: 0.225 },
      reasons: { 'victim-fears': 3 },
    })
    t.match(overrides, {
      rows: [{ raised: null, lowered: 5, rate: null }],
      totals: { raised: null, rate: null },
      reasons: { 'victim-fears': null },
    })
  },
)
