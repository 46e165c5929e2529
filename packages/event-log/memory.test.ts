import t from 'tap'
import { type OpenRestorable, restoreContract } from './contract/restore.ts'
import { uniqueIdsContract } from './contract/uniqueIds.ts'
import { logContract } from './contract.ts'
import { memoryLog } from './memory.ts'

const open: OpenRestorable = async (_t, now) => memoryLog({ now })

logContract(t, open)
uniqueIdsContract(t, open)
restoreContract(t, open)
