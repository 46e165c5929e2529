/** The HTTP door for a directory's file: answered as a whole, or line by line as it goes for who asks for it. */
import { Readable } from 'node:stream'
import { isTransient } from '@jiahe/event-log/transient.ts'
import { Problem, problemBody } from '@jiahe/service-kit/problem.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { acceptFiles, fileTypes, uploadedFile } from '@jiahe/service-kit/uploadedFile.ts'
import { z } from 'zod'
import type { Console } from './console.ts'
import { type ImportResult, importOrganisations } from './organisationImport.ts'
import { readOrganisationTable } from './organisationTable.ts'
import { accountOfRequest, signedIn } from './session.ts'

const ndjsonType = 'application/x-ndjson'
const streamed = '逐行结果。Accept 为 application/x-ndjson 时边导入边作答：已处理的行数，末行为结果或 problem'
const resultExample = {
  ...{ rows: 8946, accepted: 8940, amended: 0, duplicates: 4 },
  rejected: [{ row: 17, column: '机构代码', reason: 'missing-code' }],
  warnings: [{ row: 40, column: '机构类型', reason: 'unknown-kind' }],
}

/** In a part of the server of its own: what it takes, the other routes refuse. */
export function importRoute(server: Server, api: Console): void {
  server.app.register(async (app) => {
    await acceptFiles(app)
    route(
      { ...server, app },
      {
        method: 'post',
        url: '/v1/organisations/imports',
        summary: '导入组织名录：CSV（UTF-8、GB18030）或 XLSX，表头为中文',
        body: z.unknown(),
        bodyTypes: fileTypes,
        responses: { 200: { description: streamed, example: resultExample } },
      },
      async (_input, request, reply) => {
        const table = await readOrganisationTable(await uploadedFile(request))
        const steps = importOrganisations(api, table, accountOfRequest(request))
        if (!request.headers.accept?.includes(ndjsonType)) return resultOf(steps)
        const instance = request.url.split('?')[0]!
        const problemOf = (error: unknown) => {
          if (error instanceof Problem) return problemBody(error.reason, instance, error.extra)
          if (isTransient(error)) return problemBody('overloaded', instance)
          app.log.error({ err: error }, 'import failed')
          return problemBody('internal', instance)
        }
        return reply.type(ndjsonType).send(Readable.from(linesOf(steps, problemOf)))
      },
      signedIn(api, 'edit-organisations', 'rows'),
    )
  })
}

type Steps = ReturnType<typeof importOrganisations>

async function resultOf(steps: Steps): Promise<ImportResult> {
  for (;;) {
    const step = await steps.next()
    if (step.done) return step.value
  }
}

async function* linesOf(steps: Steps, problemOf: (error: unknown) => object): AsyncGenerator<string> {
  const line = (value: object) => `${JSON.stringify(value)}\n`
  try {
    for (;;) {
      const { value, done } = await steps.next()
      yield line(done ? value : { progress: { done: value } })
      if (done) return
    }
  } catch (error) {
    yield line({ problem: problemOf(error) })
  }
}
