/** The HTTP door for whole files: as the raw body, whatever its content type says, or as a form's field. */
import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { Problem, problemBody } from '@jiahe/service-kit/problem.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { IntakeApi, Sender } from './api.ts'
import { importFile } from './importFile.ts'
import { importLines } from './importLines.ts'

const FILE_BYTES = 64 * 1024 * 1024
const ndjsonType = 'application/x-ndjson'
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export async function fileRoute(
  server: Server,
  { intake, regions, now }: IntakeApi,
  { authenticate, sourceOf }: Sender,
): Promise<void> {
  const { app } = server
  app.removeAllContentTypeParsers()
  await app.register(multipart, { limits: { fileSize: FILE_BYTES, files: 1 } })
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: FILE_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  const definition = {
    method: 'post',
    url: '/v1/imports',
    summary: '导入文件：CSV（UTF-8、GB18030）或 XLSX，表头为中文',
    query: z.strictObject({ kind: z.enum(['police-alerts', 'dispute-reports']) }),
    body: z.unknown(),
    bodyTypes: ['text/csv', xlsxType, 'multipart/form-data'],
    responses: { 200: { description: streamed, example: resultExample } },
  } as const
  route(
    server,
    definition,
    async ({ query: { kind }, body }, request, reply) => {
      const { bytes, contentType } = request.isMultipart()
        ? await uploaded(request)
        : { bytes: body, contentType: request.headers['content-type'] ?? '' }
      if (!Buffer.isBuffer(bytes)) throw new Problem('invalid-file', { detail: '没有收到文件内容' })
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

async function uploaded(request: FastifyRequest): Promise<{ bytes: Buffer; contentType: string }> {
  try {
    for await (const part of request.files()) {
      const bytes = await part.toBuffer()
      if (part.fieldname === 'file')
        return { bytes, contentType: /\.xlsx$/i.test(part.filename) ? xlsxType : part.mimetype }
    }
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 413)
      throw new Problem('body-too-large')
    throw new Problem('invalid-file', { detail: '表单无法读取' })
  }
  throw new Problem('invalid-file', { detail: '文件应放在表单字段 file 中' })
}
