import t from 'tap'
import { logContract } from './contract.ts'
import { memoryLog } from './memory.ts'

logContract(t, async (_t, now) => memoryLog({ now }))
