/** Made-up alerts, as many as a test wants: the n-th family has numbers of its own that no real person has. */
const numbered = (n: number, sex: 0 | 1): string => {
  const month = String(1 + (n % 12)).padStart(2, '0')
  const year = 1950 + (Math.floor(n / 6000) % 50)
  const order = (Math.floor(n / 12) % 500) * 2 + sex
  const digits = `999000${year}${month}15${String(order).padStart(3, '0')}`
  // GB 11643: ISO 7064, MOD 11-2, worked out here so that a test never leans on what it tests.
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0)
  return digits + '10X98765432'[sum % 11]
}

/** `family`: whose; `sourceRef`: which. High by one floor unless `facts` say otherwise. */
export const alertAbout = (
  family: number,
  sourceRef: string,
  own: Readonly<Record<string, unknown>> = {},
) => ({
  source: 'psb-changzhou',
  sourceRef,
  channel: 'police-110',
  occurredAt: '2026-11-20T21:14:00+08:00',
  regionCode: '320402003',
  maritalStatus: '20',
  disputeType: 'domestic-violence',
  relationship: 'spouse',
  parties: [
    { role: 'victim', name: '王某', idNumber: numbered(family, 0), phone: '10000001111', sex: '2' },
    { role: 'respondent', name: '李某', idNumber: numbered(family, 1), sex: '1' },
  ],
  facts: { F02: 'yes', F06: 'treated' },
  narrative: '邻居报警，称楼上夫妻争吵，民警到场处置。',
  ...own,
})
