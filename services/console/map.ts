/** The map of a city: GeoJSON areas, each with the `regionCode` whose figures it shows. One's own file, or the one that
 *  comes with the product where there is one for the city; read once, at the start. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { route } from '@jiahe/service-kit/route.ts'
import type { Server } from '@jiahe/service-kit/server.ts'
import { WrongSetting } from '@jiahe/service-kit/settings.ts'
import { z } from 'zod'
import type { Console } from './console.ts'
import { signedIn } from './session.ts'

const point = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number())
const rings = z.array(z.array(point).min(4)).min(1)
const schema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      properties: z.object({
        regionCode: z.string().regex(/^(\d{4}|\d{6}|\d{9})$/),
        name: z.string().max(64).optional(),
        centre: z.tuple([z.number(), z.number()]).optional(),
      }),
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), coordinates: rings }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1) }),
      ]),
    }),
  ),
})
export type CityMap = z.output<typeof schema>
export const noMap: CityMap = { type: 'FeatureCollection', features: [] }

/** Throws `WrongSetting` when `file` is not such a map; without a file of its own a city may have none. */
export function readMap(file: string | undefined, city: string): CityMap {
  const path = file ?? join(import.meta.dirname, 'maps', `${city}.geojson`)
  if (file === undefined && !existsSync(path)) return noMap
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const what =
      error instanceof z.ZodError
        ? `${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`
        : (error as Error).message
    throw new WrongSetting(
      `MAP_FILE is not a GeoJSON map with a regionCode for each area (${what}). Example: MAP_FILE=/srv/map.geojson`,
    )
  }
}

export function mapRoute(server: Server, api: Console): void {
  route(
    server,
    {
      method: 'get',
      url: '/v1/map',
      summary: '本市地图（GeoJSON，每个区块带 regionCode）；没有地图的城市 features 为空',
      responses: { 200: { description: 'GeoJSON', example: noMap } },
    },
    async () => api.map,
    signedIn(api, 'see-board', 'nothing'),
  )
}
