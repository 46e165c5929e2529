import t from 'tap'
import type { Open } from './contract/events.ts'
import { uniqueIdsContract } from './contract/uniqueIds.ts'
import { logContract } from './contract.ts'
import { memoryLog } from './memory.ts'

const open: Open = async (_t, now) => memoryLog({ now })

logContract(t, open)
uniqueIdsContract(t, open)
