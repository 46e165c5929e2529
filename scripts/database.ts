/**
 * The embedded database of a data directory by itself, for a command that works while Jiahe is stopped: tells whoever
 * began it where it is, or null when a start holds it, and stops with him. It holds the database as a start does, so
 * that neither begins while the other is at work.
 */
import { resolve } from 'node:path'
import { readSettings } from '@jiahe/service-kit/settings.ts'
import { openStartDatabase } from './start/database.ts'

// Ctrl-C is for the command: this one ends when that does.
process.on('SIGINT', () => {})
const database = await openStartDatabase(resolve(readSettings().DATA_DIR), undefined)
if (await database.claim()) {
  process.once('disconnect', () => void database.stop().finally(() => process.exit(0)))
  process.send?.(database.url)
} else {
  process.send?.(null, () => process.exit(0))
}
