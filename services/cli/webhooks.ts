/** `jiahe webhook`: where senders are told by themselves. The secret that a webhook signs with is printed this once;
 *  of a URL, neither password nor query is ever shown. */
import { forgetSecret } from '@jiahe/privacy/keyring.ts'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import type { Address } from '@jiahe/webhooks/deliver.ts'
import type { WebhookDb, WebhookTables } from '@jiahe/webhooks/schema.ts'
import { newSecret } from '@jiahe/webhooks/signature.ts'
import { shown, type UrlFault, urlFault } from '@jiahe/webhooks/target.ts'
import {
  addWebhook as add,
  deadLetters,
  listWebhooks as list,
  pauseWebhook,
  removeWebhook,
  resumeWebhook,
  retryWebhook,
  type Webhook,
} from '@jiahe/webhooks/webhooks.ts'
import { withStore } from './connection.ts'
import { Ended, type ExitCode, wrongUse } from './outcome.ts'

const SOURCE = /^[a-z0-9][a-z0-9-]{0,63}$/
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const faults: Readonly<Record<UrlFault, string>> = {
  'not-a-url': '推送地址应为完整网址，如 https://receiver.example.cn/receipts',
  'https-required': '推送地址须为 https；仅本机地址可用 http',
  'forbidden-address': '不能推送到此地址',
  'url-too-long': '推送地址过长',
}
/** The vault's tables are in the same database. */
const vault = (db: WebhookDb): VaultDb => db as unknown as VaultDb

export async function addWebhook(source: string, url: string): Promise<ExitCode> {
  if (!SOURCE.test(source)) throw wrongUse('来源代码由小写字母、数字、连字符组成，如 psb-changzhou')
  const fault = urlFault(url)
  if (fault) throw wrongUse(faults[fault])
  const address: Address = { url, secret: newSecret() }
  const id = await withStore<WebhookTables, string>(async (store) => {
    const keyring = await store.keyring()
    return add(store.db, source, new Date(), (trx, made) =>
      keyring.keepSecret(vault(trx), made, JSON.stringify(address)),
    )
  })
  console.error(`已添加 ${source} 的推送 ${id}。签名密钥，只显示这一次：`)
  console.log(address.secret)
  return 0
}

const MOST_LETTERS = 100

export const listWebhooks = (
  source: string | null,
  { json = false }: { readonly json?: boolean },
): Promise<ExitCode> =>
  withStore<WebhookTables, ExitCode>(async (store) => {
    const keyring = await store.keyring()
    const webhooks = await Promise.all(
      (await list(store.db, source)).map(async (webhook) => ({
        ...webhook,
        url: urlOf(await keyring.openSecret(vault(store.db), webhook.id)),
        letters: await deadLetters(store.db, webhook.id, MOST_LETTERS),
      })),
    )
    if (json) console.log(JSON.stringify(webhooks))
    else for (const webhook of webhooks) console.log(lineOf(webhook))
    return webhooks.some(({ deadLetters }) => deadLetters > 0) ? 1 : 0
  })

const urlOf = (sealed: string | null): string | null =>
  sealed === null ? null : shown((JSON.parse(sealed) as Address).url)

const states: Readonly<Record<Webhook['state'], string>> = {
  active: '推送中',
  paused: '已暂停',
  gone: '对方已停收',
}
function lineOf({
  id,
  source,
  url,
  state,
  owed,
  owedSince,
  deadLetters,
  reason,
}: Webhook & { url: string | null }) {
  const waiting = owed > 0 ? `待推送 ${owed}（最早 ${owedSince}）` : '待推送 0'
  const why = reason ? `  最近失败 ${reason}` : ''
  return `${id}  ${source}  ${url}  ${states[state]}  ${waiting}  未送达 ${deadLetters}${why}`
}

export async function changeWebhook(
  verb: 'pause' | 'resume' | 'remove' | 'retry',
  id: string,
): Promise<ExitCode> {
  if (!ID.test(id)) throw wrongUse('推送编号见 jiahe webhook list')
  return withStore<WebhookTables, ExitCode>(async ({ db }) => {
    if (verb === 'retry') {
      const retried = await retryWebhook(db, id, new Date())
      if (retried === null)
        throw new Ended(1, `没有推送 ${id}，或未在推送中。请先恢复：jiahe webhook resume ${id}`)
      console.log(`已重新安排，其中此前未送达的 ${retried} 条。`)
      return 0
    }
    const known = await {
      pause: () => pauseWebhook(db, id),
      resume: () => resumeWebhook(db, id, new Date()),
      remove: () => removeWebhook(db, id, (trx) => forgetSecret(vault(trx), id)),
    }[verb]()
    if (!known) throw new Ended(1, `没有推送 ${id}`)
    console.log({ pause: '已暂停。', resume: '已恢复。', remove: '已删除。' }[verb])
    return 0
  })
}
