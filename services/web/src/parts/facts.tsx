/** What is known of something: each thing with its name, one under the other or side by side as there is room. */
import type { ReactNode } from 'react'
import { langOf } from '../texts/language.ts'

interface FactsProps {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[]
  /** Where nothing else stands on the card. */
  readonly ownCard?: boolean
  /** Names and what people wrote, which keep their language. */
  readonly written?: boolean
}
export const Facts = ({ facts, ownCard = false, written = false }: FactsProps) => (
  <dl className={ownCard ? 'card facts' : 'facts'}>
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd lang={written && typeof value === 'string' ? langOf(value) : undefined}>{value}</dd>
      </div>
    ))}
  </dl>
)
