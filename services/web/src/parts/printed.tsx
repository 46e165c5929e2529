/** What only paper shows: whose it is and when it was printed; and the button that prints. */
import { Button } from 'antd'
import { serverNow } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import type { Filter } from '../paths.ts'
import { narrowable, valuesIn } from '../screens/slice.ts'
import { marks } from '../texts/marks.ts'
import { texts } from '../texts/zh.ts'
import { fullTime } from './moment.tsx'

export const PrintButton = ({ label }: { readonly label: string }) => (
  <Button className="no-print" onClick={() => print()}>
    {label}
  </Button>
)

interface PrintedProps {
  readonly me: Me
  readonly filter: Filter
}
export function Printed({ me, filter }: PrintedProps) {
  const federation = useRegions().federation(me.federation)
  const words = texts.board
  const { from, to } = filter
  const days = from || to ? marks.span(from || words.earliest, to || words.latest) : texts.conditions.all
  const narrowed = narrowable.flatMap((dimension) =>
    filter[dimension] ? [marks.is(words.dimensions[dimension], valuesIn(dimension, filter[dimension]))] : [],
  )
  return (
    <p className="print-only printed">
      {marks.clauses([marks.is(words.happened, days), ...narrowed])}
      <br />
      {words.printedBy(`${federation} ${me.username}`, fullTime(serverNow()))}
    </p>
  )
}
