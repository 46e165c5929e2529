/** Examples for the API document: a person whom nobody is. */
const caseId = '019d3f6a-7c10-8a54-9b1e-3f0d2c4b5a69'
const personId = '019d3f6a-7b01-7a33-8d2f-0c1b2a394857'

export const erasureExample = {
  ...{ personId, caseId, revision: 42, state: 'requested', ground: 'retention-over' },
}
