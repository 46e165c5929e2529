/** Everything killed, with the log in PostgreSQL. */
import { inPostgres } from '@jiahe/testing/logs.ts'
import t from 'tap'
import { kill } from './contract/kill.ts'

kill(t, inPostgres)
