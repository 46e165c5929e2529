import t from 'tap'
import { alert, intakeService, source } from './fixture.ts'

const secrets = {
  names: ['钱某甲', '孙某乙'],
  numbers: ['999000199003072420', '999000198811020018', '1990-03-07'],
  phones: ['10000001111', '10000002222'],
  address: '茶山街道秘密路七号',
  narrative: '她说出的话',
  reference: 'JJ-SECRET-REFERENCE',
}
const words = Object.values(secrets).flat()
const [victim, respondent] = alert().parties

t.test('nothing personal is in the log, in a reservation, in what is logged or in an answer', async (t) => {
  const { call, db, logged } = await intakeService(t)
  const parties = [
    { ...victim, name: secrets.names[0] },
    { ...respondent, name: secrets.names[1] },
  ]
  const { address, narrative, reference: sourceRef } = secrets
  const body = alert({ sourceRef, parties, address, narrative })
  const amended = { ...body, regionCode: secrets.phones[0], narrative: `${narrative}，还有` }
  const file = [
    '接警编号,报警时间,受害人姓名,受害人证件号,受害人电话,加害人姓名,事发地址,区划代码,简要警情',
    `${sourceRef}-2,2026-11-22 10:00,${secrets.names[0]},${secrets.numbers[0]},${secrets.phones[0]},${secrets.names[1]},${address},${secrets.numbers[1]},${narrative}`,
    `${sourceRef}-3,${secrets.phones[0]},${secrets.names[0]},,,,,,`,
  ].join('\n')
  const answers = [
    await call('POST /v1/police-alerts', { body }),
    await call('POST /v1/police-alerts', { body: amended }),
    await call('POST /v1/police-alerts', { body: { ...body, parties: [parties[1]] } }),
    await call('POST /v1/police-alerts', { body: { ...body, source: 'elsewhere', occurredAt: narrative } }),
    await call('POST /v1/police-alerts', { body: JSON.stringify(body).slice(0, -1) }),
    await call('POST /v1/imports?kind=police-alerts', { type: 'text/csv', body: file }),
  ]
  t.strictSame(
    answers.map(({ status }) => status),
    [202, 202, 202, 400, 400, 200],
  )
  await call(`GET /v1/receipts/${source}/${sourceRef}`)
  // A fault that is logged: the database refuses what it is asked.
  await db.schema.alterTable('intake.receipt').renameTo('gone').execute()
  t.equal((await call('POST /v1/police-alerts', { body: { ...body, sourceRef: 'next' } })).status, 500)
  t.match(logged.join(''), 'request failed')

  const kept = await Promise.all([rowsOf('log.event'), rowsOf('intake.gone')])
  const { reference, ...personal } = secrets
  for (const word of Object.values(personal).flat()) {
    t.notMatch(kept.join(''), word)
    t.notMatch(answers.map(({ text }) => text).join(''), word)
  }
  for (const word of words) {
    t.notMatch(kept[0], word)
    t.notMatch(logged.join(''), word)
  }
  t.match(kept[1], reference, 'the sender may ask for its own reference')
  for (const table of ['vault.person', 'vault.text', 'vault.blind_index'])
    for (const word of words) t.notMatch(await rowsOf(table), word)

  async function rowsOf(table: string): Promise<string> {
    const rows = await db
      .selectFrom(table as 'intake.receipt')
      .selectAll()
      .execute()
    t.ok(rows.length > 0, table)
    return JSON.stringify(rows, (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    )
  }
})
