/** What commands on the rules of the whole city have in common, whether policies or risk models: one line of events, set by
 *  whoever acts for the city's federation, and answered with the list as it then is. */
import type { RecordedEvent } from '@jiahe/event-log/log.ts'
import { z } from 'zod'
import { authorise } from './authorise.ts'
import type { Target } from './command.ts'
import type { Console } from './console.ts'

export const effectiveFrom = z.iso
  .datetime({ offset: true })
  .optional()
  .describe('生效时间；不填则一分钟后生效，不能早于现在')

export const ruleResponses = (example: object) => ({
  200: { description: '已办理；ETag 为新版本号', example },
  409: { description: '当前状态不能办理' },
  412: { description: '版本号已过时，current 为最新状态' },
  428: { description: '缺少 If-Match' },
})

interface Rules extends Pick<Target<object>, 'stream' | 'id'> {
  readonly decide: (
    history: readonly RecordedEvent[],
    context: Parameters<Target<object>['decide']>[4],
  ) => ReturnType<Target<object>['decide']>
  readonly list: (history: readonly RecordedEvent[], now: Date) => { readonly revision: number }
}
export const rulesTarget = (api: Console, { stream, id, decide, list }: Rules): Target<object> => ({
  ...{ stream, id, unknown: null },
  refuse: (_history, account) =>
    authorise(account, 'set-policies', { federations: [api.desk.territory.city] }),
  decide: (history, _body, _textId, _account, context) => decide(history, context),
  answer: (history) => list(history, new Date(history.at(-1)?.metadata.recordedAt ?? api.now())),
})
