/** The foot of a list that pages by cursor: how much is shown of how much, and a button for more. */
import { Button } from 'antd'
import { texts } from '../texts/zh.ts'

interface PageEndProps {
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => unknown
  }
  readonly shown: number
  readonly total: number
}
export const PageEnd = ({ query, shown, total }: PageEndProps) => (
  <div className="table-more">
    <span>{texts.conditions.shown(shown, total)}</span>
    {query.hasNextPage && (
      <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {texts.conditions.more(Math.min(50, total - shown))}
      </Button>
    )}
  </div>
)
