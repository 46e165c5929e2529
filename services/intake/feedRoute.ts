/** The HTTP door to a sender's feed: what became of everything it sent, and what becomes of it from now on. */
import { Problem } from '@jiahe/service-kit/problem.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import type { FastifyReply } from 'fastify'
import { Gauge } from 'prom-client'
import { z } from 'zod'
import type { IntakeApi } from './api.ts'
import { changeOf } from './feedToken.ts'
import { feedWaiting } from './feedWaiting.ts'
import { feedOf, readFeed } from './receiptFeed.ts'
import type { Sender } from './sender.ts'

const LONGEST_WAIT_S = 30
const MOST_ITEMS = 500

const feedExample = {
  items: [
    {
      type: 'receipt.changed',
      timestamp: '2026-11-23T13:15:04.120Z',
      data: {
        source: 'psb-changzhou',
        sourceRef: 'JJ2026112300017',
        caseId: '019ab3c0-8d2f-8a5e-9c41-0d3f6b7a2e11',
        eventId: '019ab3c0-8d2f-8b7d-a6f0-5c2e9d814b37',
        receivedAt: '2026-11-23T13:15:02.020Z',
        grade: null,
        order: null,
        callback: null,
      },
    },
  ],
  nextAfter: 'MDE5YWIzYzAtOGQyZi04YTVlLTljNDEtMGQzZjZiN2EyZTExLjE3',
  atEnd: true,
}

export function feedRoute(server: Server, api: IntakeApi, { authenticate, sourceOf }: Sender): void {
  const { db, log, now, ending } = api
  const waiting = feedWaiting(db, ending, (err) => server.app.log.warn({ err }, 'feed waits'))
  new Gauge({
    name: 'receipt_feed_waiting',
    help: 'Requests that wait for a change of their feed',
    registers: [server.metrics],
    collect() {
      this.set(waiting.size)
    },
  })
  const definition = {
    method: 'get',
    url: '/v1/receipts',
    summary: '回执流：本来源全部回执的变化，按先后；记下 nextAfter，下次从此处续读',
    query: z.strictObject({
      source: z.string().max(64),
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(MOST_ITEMS).default(100),
      wait: z.coerce.number().int().min(0).max(LONGEST_WAIT_S).default(0),
    }),
    responses: {
      200: {
        description:
          '每份回执只出现一次，内容为读取时的最新状态；同一变化可能重复出现。wait：没有变化时最多等候的秒数',
        example: feedExample,
      },
      410: { description: '回执流已重新编号，请不带 after 从头读取' },
    },
  } as const
  route(
    server,
    definition,
    async ({ query: { wait, ...query } }, request, reply) => {
      if (query.source !== sourceOf(request)) throw new Problem('wrong-source')
      const read = () => readFeed(db, log, { ...query, now: now() })
      const page = await read()
      if (wait === 0 || page.items.length > 0 || !page.atEnd) return page
      const known = changeOf(await feedOf(db, query.source), page.nextAfter)
      await waiting.until(query.source, known, wait * 1000, goneSignal(reply))
      // Kept open, it would keep the service from ending.
      if (ending.aborted) reply.header('connection', 'close')
      return read()
    },
    authenticate,
  )
}

/** Aborts when nobody is there any more to be answered. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  if (raw.closed || raw.destroyed) gone.abort()
  return gone.signal
}
