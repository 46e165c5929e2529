/** The main job, with the log in PostgreSQL. */
import { inPostgres } from '@jiahe/testing/logs.ts'
import t from 'tap'
import { mainJob } from './contract/mainJob.ts'

await mainJob(t, inPostgres)
