/** What only paper shows: whose it is and when it was printed; and the button that prints. */
import { Button } from 'antd'
import { serverNow } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me } from '../api/shapes.ts'
import { texts } from '../texts/zh.ts'
import { fullTime } from './moment.tsx'

export const PrintButton = ({ label }: { readonly label: string }) => (
  <Button className="no-print" onClick={() => print()}>
    {label}
  </Button>
)

export function Printed({ me }: { readonly me: Me }) {
  const federation = useRegions().federation(me.federation)
  return (
    <p className="print-only printed">
      {texts.board.printedBy(`${federation} ${me.username}`, fullTime(serverNow()))}
    </p>
  )
}
