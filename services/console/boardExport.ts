/**
 * The board taken away as a file. What was in it – which slice, how many rows, by whom – is in the record of looks before
 * it is given, and an account takes no more than so many in a minute: counted in that record, under the account's lock,
 * so that several consoles count together.
 */

import { PassThrough } from 'node:stream'
import {
  type BoardGroup,
  type BoardMeasure,
  boardGroups,
  boardMeasures,
} from '@jiahe/domain/boardVocabulary.ts'
import { type Board, queryBoard } from '@jiahe/read-models/board.ts'
import { boardSheet } from '@jiahe/read-models/boardSheet.ts'
import { filtered, type Slice } from '@jiahe/read-models/boardSlice.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { sheetFormats, sheetTypes, writeSheet } from '@jiahe/sheets/writeSheet.ts'
import { z } from 'zod'
import { exportsSince, recordAccess } from './accessLog.ts'
import { seesFiguresOnly } from './authorise.ts'
import { boardQuery, sliceOf } from './boardQuery.ts'
import type { Console } from './console.ts'
import { asked } from './parameters.ts'
import { accountOfRequest, signedIn } from './session.ts'
import { smallBoard } from './smallCounts.ts'

const A_MINUTE_MS = 60_000
const IN_A_MINUTE = 12

export function exportRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/board/export',
      summary: `导出动态数据库所见的表格（XLSX、CSV、NDJSON）；每次导出都留痕，每分钟至多 ${IN_A_MINUTE} 次`,
      query: z.strictObject({
        ...boardQuery,
        format: z.enum(sheetFormats).default('xlsx'),
        layout: z.enum(['table', 'cross']).default('table'),
        group: z.enum(Object.keys(boardGroups) as [BoardGroup, ...BoardGroup[]]).default('all'),
        measure: z.enum(Object.keys(boardMeasures) as [BoardMeasure, ...BoardMeasure[]]).default('alerts'),
      }),
      responses: {
        200: { description: '文件', type: sheetTypes.csv, example: '"区划","警情"\r\n' },
        429: { description: '导出过于频繁' },
      },
    },
    async ({ query }, request, reply) => {
      const account = accountOfRequest(request)
      const { area, slice } = sliceOf(api, account, query)
      const { by, format, layout, group, measure, asOf = api.now() } = query
      const at = api.now()
      const counted = await asked(() => queryBoard(api.read, { ...slice, by, asOf }))
      const board = seesFiguresOnly(account) ? (smallBoard(counted) as Board) : counted
      const { regions } = api.desk.territory
      const sheet = boardSheet(board, {
        ...{ query: { ...slice, by, asOf }, layout: { view: layout, group, measure }, area, at, regions },
        by: `${account.username}（${regions.name(account.federation) ?? account.federation}妇联）`,
      })
      const detail = {
        what: 'board',
        format,
        rows: board.rows.length,
        by: by.join(','),
        layout,
        group,
        measure,
      }
      const taken = { ...detail, ...detailOf(area, slice), asOf: board.asOf }
      await recordAccess(
        api.access,
        account.id,
        at,
        [{ action: 'export', outcome: 'given', reason: 'figures', detail: taken }],
        async (trx) => {
          const recent = await exportsSince(trx, account.id, new Date(at.getTime() - A_MINUTE_MS))
          if (recent < IN_A_MINUTE) return
          reply.header('retry-after', '60')
          throw new Problem('too-many-requests')
        },
      )
      const out = new PassThrough()
      writeSheet(format, sheet, out).catch((error) => out.destroy(error))
      const file = `board-${board.asOf.slice(0, 10)}.${format}`
      return reply
        .type(sheetTypes[format])
        .header('content-disposition', `attachment; filename="${file}"`)
        .send(out)
    },
    signedIn(api, 'see-board', 'region'),
  )
}

const detailOf = (region: string, { level, from, to, only = {} }: Slice) => ({
  ...{ region, level, from, to },
  ...Object.fromEntries(filtered.flatMap((name) => (only[name] ? [[name, only[name].join(',')]] : []))),
})
