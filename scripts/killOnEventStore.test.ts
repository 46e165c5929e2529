/** Everything killed, with the log in EventStoreDB: the double in every run, or the server that `EVENT_STORE_URL` names. */
import { onEventStore } from '@jiahe/testing/logs.ts'
import t from 'tap'
import { kill } from './contract/kill.ts'

kill(t, await onEventStore(t))
