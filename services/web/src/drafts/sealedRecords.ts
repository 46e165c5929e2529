/**
 * What an account keeps on this device: each record encrypted with the account's own key, which WebCrypto never gives
 * out. Nothing is kept in the clear: where there is no WebCrypto (a page that is not served over TLS) nothing is kept.
 */
import { createStore, del, delMany, entries, get, set, update } from 'idb-keyval'

const KEPT_MS = 7 * 86_400_000
const AES = { name: 'AES-GCM', length: 256 } as const

interface Sealed {
  readonly savedAt: number
  readonly iv: Uint8Array<ArrayBuffer>
  readonly bytes: ArrayBuffer
}
export interface SealedRecords<Content> {
  read(): Promise<ReadonlyMap<string, Content>>
  get(id: string): Promise<Content | null>
  put(id: string, content: Content): Promise<void>
  remove(id: string): Promise<void>
  /** The key too: what may be left of the records anywhere cannot be read any more. */
  wipe(): Promise<void>
}

export function sealedRecords<Content>(accountId: string): SealedRecords<Content> | null {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return null
  const store = createStore('jiahe-drafts', 'records')
  const keyName = `${accountId} key`
  const nameOf = (id: string) => `${accountId} draft ${id}`
  // Bound to its place: a record moved to another account or another id does not open.
  const bound = (iv: Uint8Array<ArrayBuffer>, name: string) => ({
    ...{ name: AES.name, iv, additionalData: new TextEncoder().encode(name) },
  })

  let made: Promise<CryptoKey> | null = null
  const key = (): Promise<CryptoKey> => {
    made ??= makeKey()
    return made
  }
  async function makeKey(): Promise<CryptoKey> {
    const fresh = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt'])
    // Of two tabs that make one at the same time, the first one's is kept.
    await update<CryptoKey>(keyName, (there) => there ?? fresh, store)
    return (await get<CryptoKey>(keyName, store)) ?? fresh
  }

  /** Of every account: who never comes back leaves nothing for long. */
  async function dropOld(): Promise<void> {
    const old = Date.now() - KEPT_MS
    const all = await entries<string, Sealed | CryptoKey>(store)
    await delMany(
      all.flatMap(([name, value]) => ('savedAt' in value && value.savedAt < old ? [name] : [])),
      store,
    )
  }

  async function open(name: string, { iv, bytes }: Sealed): Promise<Content | null> {
    try {
      const plain = await crypto.subtle.decrypt(bound(iv, name), await key(), bytes)
      return JSON.parse(new TextDecoder().decode(plain)) as Content
    } catch {
      return null
    }
  }

  return {
    async read() {
      await dropOld()
      const own = nameOf('')
      const found = new Map<string, Content>()
      for (const [name, value] of await entries<string, Sealed>(store)) {
        const content = name.startsWith(own) ? await open(name, value) : null
        if (content !== null) found.set(name.slice(own.length), content)
      }
      return found
    },
    async get(id) {
      const sealed = await get<Sealed>(nameOf(id), store)
      return sealed ? open(nameOf(id), sealed) : null
    },
    async put(id, content) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const plain = new TextEncoder().encode(JSON.stringify(content))
      const bytes = await crypto.subtle.encrypt(bound(iv, nameOf(id)), await key(), plain)
      await set(nameOf(id), { savedAt: Date.now(), iv, bytes } satisfies Sealed, store)
    },
    remove: (id) => del(nameOf(id), store),
    async wipe() {
      made = null
      const all = await entries<string, unknown>(store)
      await delMany(
        all.map(([name]) => name).filter((name) => name.startsWith(`${accountId} `)),
        store,
      )
    },
  }
}
