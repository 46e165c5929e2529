/** Fills an empty log, as a process of its own: what the simulation needs of memory is given back when it ends. */
import { keyServiceOf } from '@jiahe/service-kit/keyService.ts'
import { readSettings, required } from '@jiahe/service-kit/settings.ts'
import { fillDemo } from './fill.ts'

// Whoever asked for it is gone: what is half filled is rolled back.
process.on('disconnect', () => process.exit(1))
const settings = readSettings()
if (settings.DEMO === 'none') throw new Error('nothing to fill with DEMO=none')
await fillDemo({
  size: settings.DEMO,
  databaseUrl: required(settings, 'DATABASE_URL'),
  keyService: keyServiceOf(settings),
  city: settings.CITY,
  eventStoreUrl: settings.EVENT_STORE_URL,
  eventStorePrefix: settings.EVENT_STORE_PREFIX,
  now: new Date(),
  onProgress: (...said) => process.send?.(said),
})
process.exit(0)
