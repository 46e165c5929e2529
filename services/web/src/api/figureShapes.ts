/** Answers of the figures: the board and the coverage. */
export interface Counts {
  readonly alerts: number
  readonly reports: number
  readonly cases: number
  readonly callbacksDue: number
  readonly callbacksLate: number
  readonly callbacksDone: number
  readonly callbacksUnreachable: number
  readonly ordersDispatched: number
  readonly ordersAccepted: number
  readonly ordersReturned: number
  readonly ordersLate: number
  readonly ordersClosed: number
  readonly tracked: number
  readonly disposals: Readonly<Record<string, number>>
}
export type Dimension = 'region' | 'maritalStatus' | 'disputeType' | 'grade' | 'channel' | 'day'
export type BoardRow = Counts & { readonly [D in Dimension]?: string | null }
export interface Board {
  readonly asOf: string
  readonly by: readonly Dimension[]
  readonly rows: readonly BoardRow[]
  readonly totals: Counts
}

export interface Coverage {
  readonly alerts: number
  readonly done: number
  readonly due: number
  readonly late: number
  readonly unreachable: number
  readonly missing: number
}
