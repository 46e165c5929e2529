/**
 * Whom to tell, and what is still owed to each. Of a webhook there is one row a subject that it has to be told of: a
 * newer change takes the place of the older, so what waits for a receiver that is down is never more than there are
 * subjects. Where it is sent and what it is signed with is sealed, and stands elsewhere.
 */
import { type Kysely, type Migration, Migrator, sql, type Transaction } from 'kysely'

/** `gone`: the receiver said that it wants no more (HTTP 410). */
export const webhookStates = ['active', 'paused', 'gone'] as const
export type WebhookState = (typeof webhookStates)[number]

export interface WebhookTables {
  'webhook.webhook': {
    id: string
    source: string
    state: WebhookState
    created_at: Date
    /** Rounds without a success, since the last one. */
    failures: number
    /** When the first of them was. */
    failing_since: Date | null
    /** While the receiver as a whole fails: when it is tried again. */
    not_before: Date | null
    delivered_at: Date | null
    failed_at: Date | null
    /** Of the last failure since the last success. */
    reason: string | null
    /** Who delivers to it, a lease by the database's clock, and the fence: it goes up with every claim. */
    owner: string | null
    epoch: number
    held_until: Date | null
  }
  'webhook.delivery': {
    webhook_id: string
    subject: string
    /** Number of the newest change that is to be told. */
    change: string
    changed_at: Date
    owed_since: Date
    tries: number
    next_try_at: Date
    /** Of the last try. */
    reason: string | null
    /** Whether it fails by itself, and not with everything to that receiver. */
    own: boolean
    /** A dead letter, since then. */
    dead_at: Date | null
  }
}
export type WebhookDb = Kysely<WebhookTables>
export type WebhookTransaction = Transaction<WebhookTables>

const migrations: Record<string, Migration> = {
  '001_webhooks': {
    async up(db: Kysely<unknown>) {
      for (const statement of [
        sql`CREATE TABLE webhook.webhook (
          id uuid PRIMARY KEY, source text NOT NULL, state text NOT NULL, created_at timestamptz NOT NULL,
          failures int NOT NULL DEFAULT 0, failing_since timestamptz, not_before timestamptz,
          delivered_at timestamptz, failed_at timestamptz, reason text, owner uuid, epoch int NOT NULL DEFAULT 0, held_until timestamptz)`,
        sql`CREATE INDEX ON webhook.webhook (source)`,
        sql`CREATE TABLE webhook.delivery (
          webhook_id uuid REFERENCES webhook.webhook ON DELETE CASCADE, subject bigint, change bigint NOT NULL,
          changed_at timestamptz NOT NULL, owed_since timestamptz NOT NULL, tries int NOT NULL DEFAULT 0,
          next_try_at timestamptz NOT NULL, reason text, own boolean NOT NULL DEFAULT false,
          dead_at timestamptz, PRIMARY KEY (webhook_id, subject))`,
        sql`CREATE INDEX ON webhook.delivery (webhook_id, next_try_at, change) WHERE dead_at IS NULL`,
        sql`CREATE INDEX ON webhook.delivery (webhook_id, owed_since) WHERE dead_at IS NULL`,
      ])
        await statement.execute(db)
    },
  },
}

/** Brings the tables up to date; several processes may do it at once. */
export async function migrateWebhooks(db: WebhookDb): Promise<void> {
  await sql`CREATE SCHEMA IF NOT EXISTS webhook`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'webhook',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
