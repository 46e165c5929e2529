/**
 * The order of a whole run: what takes long begins first, so that nothing long is alone at the end. A file that is not
 * named here takes seconds.
 */
const longest = [
  'scripts/killOnEventStore.test.ts',
  'scripts/activation.test.ts',
  'scripts/simulation/simulation.test.ts',
  'scripts/cuts.db.test.ts',
  'services/console/scope.db.test.ts',
  'scripts/kill.test.ts',
  'services/cli/verify.db.test.ts',
  'scripts/mainJobOnEventStore.test.ts',
  'scripts/sharedWork.test.ts',
  'services/policies/neverForgotten.test.ts',
  'scripts/browser/everyScreen.test.ts',
  'scripts/demo/fill.db.test.ts',
  'services/cli/rotateMaster.test.ts',
  'services/cli/jiahe.test.ts',
  'scripts/logSwitch.test.ts',
  'services/console/hostile.db.test.ts',
  'scripts/browser/live.test.ts',
  'services/console/hidden.db.test.ts',
  'scripts/mainJob.test.ts',
  'services/console/sealed.db.test.ts',
]

export function longestFirst(files: readonly string[]): string[] {
  const place = (file: string) => (longest.includes(file) ? longest.indexOf(file) : longest.length)
  return files.toSorted((a, b) => place(a) - place(b))
}
