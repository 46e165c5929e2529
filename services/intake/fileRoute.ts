/** The HTTP door for whole files: as the raw body, whatever its content type says, or as a form's field. */
import { Readable } from 'node:stream'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { Problem, problemBody } from '@jiahe/service-kit/problem.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { acceptFiles, fileTypes, uploadedFile } from '@jiahe/service-kit/uploadedFile.ts'
import { z } from 'zod'
import type { IntakeApi } from './api.ts'
import { importFile } from './importFile.ts'
import { importLines } from './importLines.ts'
import type { Sender } from './sender.ts'

const ndjsonType = 'application/x-ndjson'

export async function fileRoute(
  server: Server,
  { intake, regions, now }: IntakeApi,
  { authenticate, sourceOf }: Sender,
): Promise<void> {
  const { app } = server
  await acceptFiles(app)
  const definition = {
    method: 'post',
    url: '/v1/imports',
    summary: '导入文件：CSV（UTF-8、GB18030）或 XLSX，表头为中文',
    query: z.strictObject({ kind: z.enum(['police-alerts', 'dispute-reports']) }),
    body: z.unknown(),
    bodyTypes: fileTypes,
    responses: { 200: { description: streamed, example: resultExample } },
  } as const
  route(
    server,
    definition,
    async ({ query: { kind } }, request, reply) => {
      const { bytes, contentType } = await uploadedFile(request)
      const source = sourceOf(request)
      const file = { bytes, contentType, kind, source, submit: intake.submit, regions, now: now() }
      if (!request.headers.accept?.includes(ndjsonType)) return importFile(file)
      const instance = request.url.split('?')[0]!
      const problemOf = (error: unknown) => {
        if (error instanceof Problem) return problemBody(error.reason, instance, error.extra)
        if (isTransient(error)) return problemBody('overloaded', instance)
        app.log.error({ err: error }, 'import failed')
        return problemBody('internal', instance)
      }
      return reply.type(ndjsonType).send(Readable.from(await importLines(file, problemOf)))
    },
    authenticate,
  )
}

const streamed = '逐行结果。Accept 为 application/x-ndjson 时边导入边作答：已处理的行数，末行为结果或 problem'
const resultExample = {
  rows: 602,
  accepted: 600,
  amended: 0,
  duplicates: 0,
  rejected: [
    { row: 17, column: '报警时间', reason: 'unreadable-time' },
    { row: 40, column: '接警编号', reason: 'missing-reference' },
  ],
  warnings: [{ row: 5, column: '区划代码', reason: 'unknown-region' }],
}
