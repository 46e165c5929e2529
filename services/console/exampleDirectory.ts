/** Examples of organisations and rosters for the API document. */
export const organisationExample = {
  code: 'BH320402001',
  kind: 'shelter',
  name: '天宁区反家暴庇护中心',
  regionCode: '320402',
  status: 'active',
  capabilities: ['sheltering', 'round-the-clock'],
  capacity: 12,
  address: null,
  phone: '100****1111',
  contactName: '王*',
  contactPhone: '100****2222',
  hidden: true,
  revision: 0,
}
export const organisationContactExample = {
  code: 'BH320402001',
  reason: 'referral',
  name: '天宁区反家暴庇护中心',
  address: '天宁区……',
  phone: '10000001111',
  contactName: '王某',
  contactPhone: '10000002222',
}
export const shiftExample = {
  shiftId: '019d3f6a-7c10-8f21-8c77-51d0a9e2b3c4',
  federation: '320402003',
  role: 'lead',
  from: '2026-11-23T09:00:00.000Z',
  until: '2026-11-24T01:00:00.000Z',
  label: '王**',
  phone: '100****1111',
}
export const rosterExample = {
  federation: '320402003',
  revision: 3,
  status: 'active',
  onDuty: [shiftExample.shiftId],
  shifts: [shiftExample],
}
export const dutyExample = {
  federation: '320402003',
  onDuty: [{ role: 'lead', label: '王某', phone: '10000001111' }],
  until: '2026-11-24T01:00:00.000Z',
}
export const rosteredExample = { federation: '320402003', revision: 4, status: 'active', shifts: 12 }
