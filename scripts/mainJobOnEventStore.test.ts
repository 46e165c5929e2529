/** The main job, with the log in EventStoreDB: the double in every run, or the server that `EVENT_STORE_URL` names. */
import { onEventStore } from '@jiahe/testing/logs.ts'
import t from 'tap'
import { mainJob } from './contract/mainJob.ts'

await mainJob(t, await onEventStore(t))
