/** Whom an order is about, to those who work on it: they are about to call or to go there. Whoever only watches over it
 *  opens the case for that, and each card that is opened is recorded. */
import { useQuery } from '@tanstack/react-query'
import type { Me, OrderDetail } from '../api/shapes.ts'
import { Loaded } from '../parts/conditions.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { texts } from '../texts/zh.ts'
import { CasePeople } from './casePeople.tsx'
import { caseQuery } from './caseQuery.ts'

interface OrderPeopleProps {
  readonly me: Me
  readonly order: OrderDetail
}
export function OrderPeople({ me, order }: OrderPeopleProps) {
  const worksOnIt = order.assignee === me.federation || order.assisting === me.federation
  const { state, caseId } = order
  const asked = worksOnIt && (state === 'accepted' || state === 'in-progress')
  const one = useQuery({ ...caseQuery(caseId), enabled: asked })
  if (!asked) return null
  return (
    <Loaded query={one} rows={2}>
      {(data) => (
        <CasePeople me={me} data={data}>
          <Link to={paths.caseCard(caseId)}>{texts.orders.caseMore} ›</Link>
        </CasePeople>
      )}
    </Loaded>
  )
}
