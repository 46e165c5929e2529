/**
 * Changes as they happen, by server-sent events: which cases, and which of their orders, an account may see anew. It
 * says that something changed and not what: whoever hears it asks again, by the rules of every list. A beat tells that
 * the line holds, and since when the read models wait.
 */
import { Readable } from 'node:stream'
import { casesWithin } from '@jiahe/read-models/caseScope.ts'
import { Problem } from '@jiahe/service-kit/problem.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Console } from './console.ts'
import { liveExample } from './examples.ts'
import type { Told } from './liveFeed.ts'
import { name } from './parameters.ts'
import { accountOfRequest, isStillSignedIn, signedIn, viewerOf } from './session.ts'

const BEAT_MS = 15_000
/** Each holds a connection for as long as somebody looks. */
const LINES_AN_ACCOUNT = 20
/** Who reads so slowly is let go, and comes back. */
const UNREAD_BYTES = 1024 * 1024

export interface LiveSettings {
  readonly beat_ms?: number
}

export function liveRoute(server: Server, api: Console, { beat_ms = BEAT_MS }: LiveSettings): void {
  const lines = new Map<string, number>()
  const closing = new AbortController()
  server.app.addHook('preClose', async () => closing.abort())

  route(
    server,
    {
      method: 'get',
      url: '/v1/live',
      summary: '实时变化（server-sent events）：哪些案件、哪些工单有变化，收到后重新查询',
      query: z.strictObject({ after: name.optional() }),
      responses: {
        200: {
          description:
            'change：有变化的案件；resync：错过的变化已不再保留，应全部重新查询；beat：每 15 秒一次，behind_s 为读模型落后的秒数。断线后以 Last-Event-ID 或 after 续接',
          type: 'text/event-stream',
          example: liveExample,
        },
        429: { description: '本账号打开的实时连接过多' },
      },
    },
    async ({ query }, request, reply) => {
      const { id } = accountOfRequest(request)
      const open = lines.get(id) ?? 0
      if (open >= LINES_AN_ACCOUNT) throw new Problem('too-many-requests')
      lines.set(id, open + 1)
      const ended = new AbortController()
      const line = lineTo(
        request,
        after(request, query.after),
        AbortSignal.any([ended.signal, closing.signal]),
      )
      line.on('close', () => {
        ended.abort()
        lines.set(id, lines.get(id)! - 1)
      })
      reply.header('x-accel-buffering', 'no')
      return reply.type('text/event-stream; charset=utf-8').send(line)
    },
    signedIn(api, 'see-cases', 'own'),
  )

  function lineTo(request: FastifyRequest, after: string | null, signal: AbortSignal): Readable {
    const line = new Readable({ read() {} })
    let over = false
    /** What still comes after it is dropped. */
    const end = () => {
      if (over || line.destroyed) return
      over = true
      line.push(null)
    }
    const send = (event: string, data: object, id?: string) => {
      if (over || line.destroyed) return
      if (line.readableLength > UNREAD_BYTES) line.destroy()
      else line.push(`${id ? `id: ${id}\n` : ''}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    }
    let place: string | undefined
    // With how far it has told: who hears nothing of interest for long does not fall behind.
    const beat = () => send('beat', { at: api.now().toISOString(), behind_s: behind_s() }, place)
    let asking = false
    const beating = setInterval(async () => {
      // A database that is slow to answer is not asked by ever more.
      if (asking) return
      asking = true
      const signed = await isStillSignedIn(api, request).catch(() => true)
      asking = false
      if (signed) beat()
      else end()
    }, beat_ms)
    signal.addEventListener('abort', () => {
      clearInterval(beating)
      end()
    })
    const follow = async () => {
      for await (const told of api.live.follow(after, signal)) {
        const changes = await seenBy(request, told)
        if (changes === null) send('resync', {}, told.id)
        else if (changes.length > 0) send('change', { cases: changes }, told.id)
        const begins = place === undefined
        place = told.id
        if (begins) beat()
      }
    }
    // It comes back by itself, and goes on from where it was.
    follow().catch(() => line.destroy())
    return line
  }

  async function seenBy(request: FastifyRequest, { changes }: Told) {
    if (changes === null || changes.length === 0) return changes
    const caseIds = changes.map(({ caseId }) => caseId)
    const seen = await casesWithin(api.read, { caseIds, ...viewerOf(request) })
    return changes.filter(({ caseId }) => seen.has(caseId))
  }

  function behind_s(): number {
    const since = api.live.waitingSince
    return since === null ? 0 : Math.max(0, Math.round((api.now().getTime() - Date.parse(since)) / 1000))
  }
}

/** A browser that comes back by itself tells it in the header; one that begins anew, in the address. */
function after(request: FastifyRequest, asked: string | undefined): string | null {
  const { 'last-event-id': last } = request.headers
  return (typeof last === 'string' ? last : asked) ?? null
}
