declare module 'virtual:risk-factors' {
  export interface RiskFactor {
    readonly id: string
    readonly name: string
    readonly track: 'violence' | 'dispute'
    readonly kind: 'asked' | 'degree' | 'counted'
    readonly source: string
    readonly degrees: readonly string[]
    readonly handOver: boolean
  }
  export const factors: readonly RiskFactor[]
}
