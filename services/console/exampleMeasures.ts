/** The measures of a made-up case, for the API document. */
const [caseId, alertId, letterId, dutyId, protectionOrderId] = [
  '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69',
  '019d3f6a-7e55-8b02-a1c4-6d7e8f901234',
  '019d4488-1a20-8e66-9c01-0a1b2c3d4e5f',
  '019d4488-1a20-8c45-b6d7-889900aabbcc',
  '019d4bb1-2b40-8d77-a3f2-5e6f70819293',
]

export const measuresViewExample = {
  owed: [{ causeId: alertId, measure: 'punishment-or-case', since: '2026-11-23T13:15:01.900Z' }],
  letters: [
    {
      ...{ letterId, alertId, issuedOn: '2026-11-24', revoked: false },
      followUps: [{ dutyId, dueAt: '2026-12-01T02:10:00.000Z', state: 'due' }],
    },
  ],
  applications: [],
  protectionOrders: [
    {
      ...{ protectionOrderId, prohibits: ['no-violence', 'no-contact'] },
      ...{ from: '2026-11-26', until: '2027-05-26', state: 'in-force', renewalDue: false },
    },
  ],
  taken: [],
  breaches: [],
  reports: [],
}
export const measuresExample = { id: caseId, revision: 7, level: 'high', measures: measuresViewExample }
