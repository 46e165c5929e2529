/** Test code. The double as a process of its own: tells its parent where it is, and ends with it. */
import { eventStoreDouble } from './eventStoreDouble.ts'

const store = await eventStoreDouble()
process.on('disconnect', () => process.exit(0))
process.send?.(store.connectionString)
