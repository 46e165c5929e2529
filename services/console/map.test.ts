import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readMap } from './map.ts'

t.test('the city that a map comes with has each of its districts once', async (t) => {
  const codes = readMap(undefined, '3204').features.map((f) => f.properties.regionCode)
  t.strictSame(codes, ['320402', '320404', '320411', '320412', '320413', '320481'])
})

t.test('a city without a map has none, and its own file is taken where it names one', async (t) => {
  t.strictSame(readMap(undefined, '1101').features, [])
  const folder = t.testdir()
  const file = join(folder, 'own.geojson')
  const area = (regionCode: string) => ({
    type: 'Feature',
    properties: { regionCode, extra: 1 },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [1, 1],
          [2, 1],
          [2, 2],
          [1, 1],
        ],
      ],
    },
  })
  const write = (...features: object[]) =>
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features }))
  write(area('110101'))
  t.match(readMap(file, '1101').features, [{ properties: { regionCode: '110101' } }])
  write(area('東城'))
  t.throws(() => readMap(file, '1101'), { name: 'WrongSetting', message: /^MAP_FILE .+regionCode/ })
  writeFileSync(file, 'no map')
  t.throws(() => readMap(file, '1101'), { name: 'WrongSetting' })
  t.throws(() => readMap(join(folder, 'none'), '1101'), { name: 'WrongSetting' })
})
