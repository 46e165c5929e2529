/** For whoever sees figures only: what the server keeps back is said, so that nobody takes it for nothing. */
import type { Me } from '../api/shapes.ts'
import { texts } from '../texts/zh.ts'

export const isFiguresOnly = ({ role }: Pick<Me, 'role'>): boolean => role === 'statistician'

export const SmallCountsNote = ({ me }: { readonly me: Me }) =>
  isFiguresOnly(me) && <p className="small soft under">{texts.small.note}</p>
