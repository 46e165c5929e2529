/** `jiahe demo` beside a database that is in use: it plays, says what it counted, and leaves nothing behind. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testDatabase } from '@jiahe/testing/database.ts'
import pg from 'pg'
import t from 'tap'
import { jiahe } from './fixture.ts'

const databaseUrl = await testDatabase(t)
const dataDir = t.testdir()
writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ databaseUrl, intakeUrl: '', intakeKey: '' }))
const small = ['demo', '--families', '4', '--until', '2026-11-20T04:00:00Z']

async function databases(): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query(`SELECT datname FROM pg_database WHERE datname LIKE 'jiahe_demo%'`)
  await client.end()
  return rows.map(({ datname }) => datname)
}

t.test(
  'a city is played, counted twice, and its database dropped; killing the policies changes nothing',
  async (t) => {
    const calm = await jiahe(dataDir, [...small, '--days', '9', '--step', '240', '--json'])
    t.equal(calm.code, 0, calm.stderr)
    t.match(calm.json, { kills: 0, differences: [], unrecorded: 0, counted: { missing: 0 } })
    t.ok(calm.json.counted.alerts + calm.json.counted.reports > 2, 'something was told')
    t.strictSame(calm.json.shown, calm.json.counted)
    const shaken = await jiahe(dataDir, [...small, '--days', '9', '--step', '240', '--kills', '2', '--json'])
    t.match(shaken.json, { kills: 2, shown: calm.json.shown })
    t.strictSame(await databases(), [])
  },
)

t.test('what it cannot play it refuses before anything is made', async (t) => {
  for (const wrong of [
    ['--days', '0'],
    ['--days', 'x'],
    ['--families', '-1'],
    ['--until', 'soon'],
    ['--step', '1441'],
  ])
    t.equal((await jiahe(dataDir, ['demo', ...wrong])).code, 2, wrong.join(' '))
  t.equal((await jiahe(t.testdir(), ['demo', '--days', '1'])).code, 3, 'nowhere')
  t.strictSame(await databases(), [])
})
