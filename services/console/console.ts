/** What every route of the console works with: the databases, the log, the vault's keys, clocks and territory. */
import type { Desk } from '@jiahe/domain/desk.ts'
import type { EventLog } from '@jiahe/event-log/log.ts'
import type { Keyring } from '@jiahe/privacy/keyring.ts'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import type { ReadDb } from '@jiahe/read-models/tables.ts'
import type { AccessDb } from '@jiahe/service-kit/accessTable.ts'
import type { AccountDb } from '@jiahe/service-kit/accounts.ts'
import type { LiveFeed } from './liveFeed.ts'
import type { CityMap } from './map.ts'
import type { SingleSignOn } from './singleSignOn.ts'
import type { WhatIfRuns } from './whatIfRuns.ts'

export interface Console {
  readonly log: EventLog
  readonly keyring: Keyring
  readonly desk: Desk
  readonly now: () => Date
  readonly map: CityMap
  readonly live: LiveFeed
  readonly whatIfs: WhatIfRuns
  /** Four views of what may be one database and one pool. */
  readonly accounts: AccountDb
  readonly access: AccessDb
  readonly vault: VaultDb
  readonly read: ReadDb
  /** Null where none is set up. */
  readonly singleSignOn: SingleSignOn | null
}
