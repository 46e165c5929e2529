/** What the dynamic database counts, in groups that are read together. */
import type { Counts } from '../api/figureShapes.ts'
import { texts } from '../texts/zh.ts'

export type Measure = Exclude<keyof Counts, 'disposals'>

export const groups = ['all', 'intake', 'orders', 'callbacks', 'disposals'] as const
export type Group = (typeof groups)[number]

const intake: readonly Measure[] = ['alerts', 'reports', 'cases']
const orders: readonly Measure[] = [
  'ordersDispatched',
  'ordersAccepted',
  'ordersReturned',
  'ordersLate',
  'ordersClosed',
  'tracked',
]
const callbacks: readonly Measure[] = [
  'callbacksDue',
  'callbacksLate',
  'callbacksDone',
  'callbacksUnreachable',
]

const members: Readonly<Record<Group, readonly Measure[]>> = {
  all: [...intake, ...orders, ...callbacks],
  intake,
  orders,
  callbacks,
  disposals: [],
}
export const measuresOf = (group: Group): readonly Measure[] => members[group]

export const isMeasure = (name: string | undefined): name is Measure =>
  name !== undefined && name in texts.board.measures
