/** Examples for the API document: a person whom nobody is. */
import type { AccessItem } from './accessQuery.ts'

const caseId = '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69'
const personId = '019d3f6a-7b01-7a33-8d2f-0c1b2a394857'

export const erasureExample = {
  ...{ personId, caseId, revision: 42, state: 'requested', ground: 'retention-over' },
}
export const unmaskedExample = {
  ...{ personId, caseId, role: 'victim', reason: 'home-visit', name: '王某' },
  ...{ idNumber: '999000199003072420', phone: '10000001111', sex: '2', birthDate: '1990-03-07', former: {} },
}

const accountId = '7d9f0c8e-51c1-4b0e-9a53-1f8b6f0f2a11'
export const accessExample: AccessItem = {
  ...{ id: '1042', at: '2026-11-23T13:40:00.000Z', accountId, username: 'township-320402003' },
  ...{ federation: '320402003', action: 'unmask', outcome: 'given', reason: 'home-visit' },
  ...{ personId, caseId, orderId: null, detail: null, aboutUsername: null },
}
export const unusualExample = {
  ...{ from: '2026-11-23', to: '2026-11-29' },
  items: [
    {
      ...{ accountId, username: 'township-320402003', federation: '320402003', role: 'mediator' },
      reasons: [{ reason: 'many-unmasked', count: 14, limit: 10 }],
    },
  ],
  nextCursor: null,
  total: 1,
}
