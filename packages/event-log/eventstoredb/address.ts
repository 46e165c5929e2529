/**
 * The address of an EventStoreDB, taken apart for its client. User and password are given to it beside the address:
 * it quotes that in errors, warnings and traces. `kurrentdb://` is the newer name of the same, which this version of
 * the client does not know.
 */
export interface StoreAddress {
  /** Without user and password. */
  readonly connectionString: string
  readonly credentials: { readonly username: string; readonly password: string } | undefined
  /** `a:2113,b:2113` */
  readonly hosts: string
}

const ADDRESS = /^(?:esdb|kurrentdb)(\+discover)?:\/\/(?:([^:@/?]+):([^@/?]+)@)?([^@/?]+)(.*)$/

/** Throws, without quoting it, on what is no such address. */
export function storeAddress(url: string): StoreAddress {
  const [, discover = '', username, password, hosts, rest] = ADDRESS.exec(url.trim()) ?? []
  if (hosts === undefined) throw new Error('not the address of an EventStoreDB')
  const credentials = username !== undefined && password !== undefined && decoded(username, password)
  return {
    connectionString: `esdb${discover}://${hosts}${rest}`,
    credentials: credentials || undefined,
    hosts,
  }
}

const decoded = (username: string, password: string) => ({
  username: decodeURIComponent(username),
  password: decodeURIComponent(password),
})
