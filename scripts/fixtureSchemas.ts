/** A database with every schema of the product, as a start migrates it. */
import { openDatabase } from '@jiahe/service-kit/database.ts'
import type { Beginning } from '@jiahe/testing/database.ts'
import { migrate } from './start/migrate.ts'

export const everySchema: Beginning = {
  name: 'every_schema',
  async make(url) {
    const db = openDatabase<unknown>(url, 2)
    await migrate(url, db)
    await db.destroy()
  },
}
