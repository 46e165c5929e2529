/** The events of one stream as the log has them, behind a line of a list. They name nobody. */
import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { get } from '../api/http.ts'
import type { Step } from '../api/shapes.ts'
import { Empty, Loaded } from '../parts/conditions.tsx'
import { History } from '../parts/history.tsx'
import { texts } from '../texts/zh.ts'

const words = texts.items

interface DrawerProps {
  readonly stream: string | null
  readonly close: () => void
}
export function EventDrawer({ stream, close }: DrawerProps) {
  const events = useQuery({
    queryKey: ['history', stream],
    queryFn: () => get<{ items: readonly Step[] }>('/v1/history', { stream, limit: 200 }),
    enabled: stream !== null,
  })
  return (
    <Drawer title={words.eventsTitle} open={stream !== null} onClose={close} placement="right" size={480}>
      <Loaded query={events} rows={6}>
        {({ items }) => (items.length === 0 ? <Empty title={words.noEvents} /> : <History steps={items} />)}
      </Loaded>
    </Drawer>
  )
}
