/** `jiahe key`: which systems may send. A key is printed this once; which keys there are can be listed, and one removed when
 *  its sender has changed over to the next. */
import { randomBytes, randomUUID } from 'node:crypto'
import { forgetSecret } from '@jiahe/privacy/keyring.ts'
import type { VaultDb } from '@jiahe/privacy/schema.ts'
import type { AccountTables } from '@jiahe/service-kit/accounts.ts'
import { addIntakeKey, listIntakeKeys, removeIntakeKey } from '@jiahe/service-kit/intakeKeys.ts'
import { newSecret } from '@jiahe/webhooks/signature.ts'
import { withStore } from './connection.ts'
import { Ended, type ExitCode, wrongUse } from './outcome.ts'

const SOURCE = /^[a-z0-9][a-z0-9-]{0,63}$/
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function addKey(
  source: string,
  { signed = false }: { readonly signed?: boolean },
): Promise<ExitCode> {
  if (!SOURCE.test(source)) throw wrongUse('来源代码由小写字母、数字、连字符组成，如 psb-changzhou')
  // Hexadecimal: an option's value must not begin with a hyphen.
  const key = signed ? newSecret() : randomBytes(32).toString('hex')
  const id = randomUUID()
  await withStore<AccountTables, void>(async ({ db, keyring }) => {
    if (signed) await (await keyring()).keepSecret(db as unknown as VaultDb, id, key)
    await addIntakeKey(db, source, key, { id, signed })
  })
  console.error(`${source} 的${signed ? '签名' : '接入'}密钥，编号 ${id}，只显示这一次：`)
  console.log(key)
  return 0
}

export const listKeys = ({ json = false }: { readonly json?: boolean }): Promise<ExitCode> =>
  withStore<AccountTables, ExitCode>(async ({ db }) => {
    const keys = await listIntakeKeys(db)
    if (json) console.log(JSON.stringify(keys))
    else if (keys.length === 0) console.log('没有接入密钥。用 jiahe key add <source> 生成。')
    for (const { id, source, signed, addedAt, usedAt } of json ? [] : keys) {
      const used = usedAt ? `最近使用 ${usedAt.toISOString()}` : '尚未使用'
      console.log(
        `${id}  ${source}  ${signed ? '签名' : '直接发送'}  生成于 ${addedAt.toISOString()}  ${used}`,
      )
    }
    return 0
  })

export async function removeKey(id: string): Promise<ExitCode> {
  if (!ID.test(id)) throw wrongUse('密钥编号见 jiahe key list')
  const known = await withStore<AccountTables, boolean>(async ({ db }) => {
    const removed = await removeIntakeKey(db, id)
    await forgetSecret(db as unknown as VaultDb, id)
    return removed
  })
  if (!known) throw new Ended(1, `没有密钥 ${id}`)
  console.log('已删除，一分钟内各处失效。')
  return 0
}
