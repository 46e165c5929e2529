import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { findPlanted, searchLogs } from './plantedPeople.ts'

t.test('a leak is found, whatever of a person it is, and told by test and line', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'jiahe-logs-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const leaks = ['999000199003072420', '10000001111', '王小红', '邻居报警，称楼上有人争吵。']
  const lines = leaks.map((leak) => `{"level":30,"name":"intake","msg":"took ${leak}"}`)
  writeFileSync(
    join(folder, 'leaky.test.ts.7.log'),
    `{"name":"console","msg":"ready"}\n${lines.join('\n')}\n`,
  )
  const { found, services } = searchLogs(folder)
  t.strictSame(
    found,
    [2, 3, 4, 5].map((line) => ({ test: 'leaky.test.ts.7.log', line })),
  )
  t.strictSame([...services].sort(), ['console', 'intake'])
})

t.test('ids, times and counts are nobody', async (t) => {
  const line =
    '{"level":30,"time":1763903640000,"id":"019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69","region":"320402003"}'
  t.strictSame(findPlanted('x', line), [])
})
