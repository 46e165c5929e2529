/** A whole file that is sent to a route: as the raw body, whatever its content type says, or as a form's field. */
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

export interface UploadedFile {
  readonly bytes: Buffer
  readonly contentType: string
}

export const FILE_BYTES = 64 * 1024 * 1024
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** For the API document. */
export const fileTypes = ['text/csv', xlsxType, 'multipart/form-data'] as const

/** The routes of this part of the server take files and nothing else. */
export async function acceptFiles(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers()
  await app.register(multipart, { limits: { fileSize: FILE_BYTES, files: 1 } })
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: FILE_BYTES }, (_request, body, done) =>
    done(null, body),
  )
}

/** Throws a `Problem` where there is none, or it is too large. */
export async function uploadedFile(request: FastifyRequest): Promise<UploadedFile> {
  if (request.isMultipart()) return fieldOf(request)
  if (!Buffer.isBuffer(request.body)) throw new Problem('invalid-file', { detail: '没有收到文件内容' })
  return { bytes: request.body, contentType: request.headers['content-type'] ?? '' }
}

async function fieldOf(request: FastifyRequest): Promise<UploadedFile> {
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
