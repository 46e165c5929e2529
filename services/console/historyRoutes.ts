/**
 * The history itself, event by event as it is stored, for those who study it. It names nobody: people and texts
 * are ids. A reader goes on from `position`, also when nothing new was there yet.
 */
import { isKnownType } from '@jiahe/domain/upcast.ts'
import type { EventLog, Page, RecordedEvent } from '@jiahe/event-log/log.ts'
import { START } from '@jiahe/event-log/log.ts'
import { casesHiddenFrom } from '@jiahe/read-models/caseSeal.ts'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { z } from 'zod'
import type { Console } from './console.ts'
import { historyExample } from './examples.ts'
import { asked, invalidQuery, limit, name } from './parameters.ts'
import { checkInCity, signedIn, viewerOf } from './session.ts'

/** A filtered page may look through much and find little; after so many the reader comes back for the rest. */
const PAGES = 20

export function historyRoutes(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/history',
      summary: '事件历史，按全局顺序',
      query: z.strictObject({
        after: z.string().max(64).default(START),
        type: name.optional(),
        stream: name.optional(),
        limit,
      }),
      responses: { 200: { description: '事件', example: historyExample } },
    },
    async ({ query }, request) => {
      checkInCity(api, request, 'see-history')
      const types = query.type?.split(',')
      if (types && !types.every(isKnownType)) throw invalidQuery('type', 'unknown-type')
      if (!api.log.positions.includes(query.after)) throw invalidQuery('after', 'not-a-position')
      const hidden = await asked(() => casesHiddenFrom(api.read, viewerOf(request).viewer))
      const isShown = ({ metadata }: RecordedEvent) => !hidden.has(metadata.correlationId)
      const { events, position, atEnd } =
        query.stream === undefined
          ? await readOn(api.log, query.after, query.limit, types, isShown)
          : await readOne(api.log, query.stream, query.after, query.limit, types, isShown)
      const nextCursor = atEnd ? null : position
      // Counting a filtered history would mean reading all of it.
      return { items: events.map(shown), nextCursor, total: null, position }
    },
    signedIn(api, 'see-history', 'city'),
  )
}

async function readOn(
  log: EventLog,
  after: string,
  limit: number,
  types: readonly string[] | undefined,
  isShown: (event: RecordedEvent) => boolean,
): Promise<Page> {
  const events: RecordedEvent[] = []
  let page: Page = { events: [], position: after, atEnd: false }
  for (let n = 0; n < PAGES && events.length < limit && !page.atEnd; n++) {
    page = await log.readAll({
      after: page.position,
      limit: limit - events.length,
      ...(types ? { types } : {}),
    })
    events.push(...page.events.filter(isShown))
  }
  return { ...page, events }
}

async function readOne(
  log: EventLog,
  stream: string,
  after: string,
  limit: number,
  types: readonly string[] | undefined,
  isShown: (event: RecordedEvent) => boolean,
): Promise<Page> {
  const rest = (await log.readStream(stream)).filter(
    (event) => event.position > after && (!types || types.includes(event.type)) && isShown(event),
  )
  const events = rest.slice(0, limit)
  return { events, position: events.at(-1)?.position ?? after, atEnd: rest.length <= limit }
}

const shown = ({ id, metadata, ...event }: RecordedEvent): object => ({ eventId: id, ...event, ...metadata })
