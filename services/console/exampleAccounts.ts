/** Examples of accounts for the API document. */
export const accountExample = {
  id: '7d9f0c8e-51c1-4b0e-9a53-1f8b6f0f2a11',
  username: 'chashan-02',
  role: 'mediator',
  federation: '320402003',
  disabled: false,
  password: 'one-time',
  hasOwnNumber: false,
  addedAt: '2026-11-23T13:14:00.000Z',
  usedAt: null,
}
export const oneTimeExample = {
  ...accountExample,
  oneTimePassword: 'kq7m-x2vd-h9ta-p4ec',
  oneTimeUntil: '2026-11-30T13:14:00.000Z',
}
