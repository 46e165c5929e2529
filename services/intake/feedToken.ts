/** How far a sender has read its feed, as a text that is nobody's business but ours. It names the feed: read after
 *  a number of another one, and changes would be passed over in silence. */
import { Problem } from '@jiahe/service-kit/problem.ts'

export interface Feed {
  readonly id: string
  /** Number of the newest change. */
  readonly last: number
}

export const tokenOf = ({ id }: Pick<Feed, 'id'>, change: number): string =>
  Buffer.from(`${id}.${change}`).toString('base64url')

/** The number of the change that was read last; 0 at the beginning. Throws a `Problem` on what is no token of this
 *  feed, or is ahead of it. */
export function changeOf(feed: Feed, token: string | undefined): number {
  if (token === undefined) return 0
  const [, id, digits] =
    /^([0-9a-f-]{36})\.(\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString()) ?? []
  if (id === undefined || tokenOf({ id }, Number(digits)) !== token)
    throw new Problem('invalid-query', { errors: [{ pointer: '?after', reason: 'not-a-token' }] })
  if (id !== feed.id || Number(digits) > feed.last) throw new Problem('feed-restarted')
  return Number(digits)
}
