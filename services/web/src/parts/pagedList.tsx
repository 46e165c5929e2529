/** A list that the API gives page by page: asked for, kept fresh, and shown as a table with a foot for more. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { get } from '../api/http.ts'
import type { Page } from '../api/shapes.ts'
import { texts } from '../texts/zh.ts'
import { Loaded } from './conditions.tsx'
import { DataTable, type TableProps } from './dataTable.tsx'

const PAGE = 50
/** Someone who has read so far down is not pulled back to the top by a refresh of many pages. */
const FAR = 3

interface Asked {
  /** What it is a list of: commands that change one of them ask for it again. */
  readonly of: readonly string[]
  readonly path: string
  readonly query?: Parameters<typeof get>[1]
  readonly every_ms?: number
}
export function usePages<Item>({ of, path, query, every_ms }: Asked) {
  const asked = { ...query, limit: PAGE }
  return useInfiniteQuery({
    queryKey: [...of, asked],
    queryFn: ({ pageParam }) => get<Page<Item>>(path, { ...asked, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      every_ms !== undefined && (state.data?.pages.length ?? 1) <= FAR && every_ms,
  })
}

type Pages<Item> = ReturnType<typeof usePages<Item>>
interface PagedListProps<Item> extends Omit<TableProps<Item>, 'rows' | 'below'> {
  readonly query: Pages<Item>
  /** What stands there instead when there is nothing. */
  readonly empty: ReactNode
  /** Around the table, for what is done to several of its rows. */
  readonly around?: (
    table: (columns: TableProps<Item>['columns']) => ReactNode,
    items: readonly Item[],
  ) => ReactNode
}
export function PagedList<Item>({ query, empty, around, ...table }: PagedListProps<Item>) {
  return (
    <Loaded query={query} rows={10}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items)
        if (items.length === 0) return empty
        const below = <PageEnd query={query} shown={items.length} total={pages.at(-1)?.total ?? 0} />
        const drawn = (columns: TableProps<Item>['columns']) => (
          <DataTable {...table} columns={columns} rows={items} below={below} />
        )
        return around ? around(drawn, items) : drawn(table.columns)
      }}
    </Loaded>
  )
}

interface PageEndProps {
  readonly query: Pick<Pages<unknown>, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>
  readonly shown: number
  readonly total: number
}
const PageEnd = ({ query, shown, total }: PageEndProps) => (
  <div className="table-more">
    <span>{texts.conditions.shown(shown, total)}</span>
    {query.hasNextPage && (
      <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {texts.conditions.more(Math.min(PAGE, total - shown))}
      </Button>
    )}
  </div>
)
