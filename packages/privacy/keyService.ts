/**
 * What keeps the master key: the port behind which stand a key of one's own, HashiCorp Vault and a cloud's key
 * management. It wraps and unwraps a handful of keys (`wrappingKeys.ts`) and is never asked for a person's.
 */
export interface KeyService {
  /** Which master key wraps now; says nothing of the key itself. May change while a process runs. */
  master(): string
  /** `purpose` is authenticated: what was wrapped for one opens for no other. */
  wrap(key: Buffer, purpose: string): Promise<string>
  /** Throws a `KeyServiceFault`. */
  unwrap(wrapped: string, purpose: string): Promise<Buffer>
  /** Opens what a person's key was wrapped with before there were wrapping keys; only a key of one's own can. */
  readonly before?: () => Buffer
}

/**
 * - `unreachable`, `sealed`, `busy`: passes by itself, or when somebody mends the service.
 * - `denied`: the service does not let us. `unknown-key`: it has no such key.
 * - `cannot-open`: it is another master key than the one that wrapped, or what was wrapped was changed.
 * - `misread`: it answered otherwise than its documents say, or its file holds no key.
 */
export type KeyFault =
  | 'unreachable'
  | 'sealed'
  | 'busy'
  | 'denied'
  | 'unknown-key'
  | 'cannot-open'
  | 'misread'

/** Nothing of a key, a token or an answer is in it: who writes it into a log writes down nothing. */
export class KeyServiceFault extends Error {
  override name = 'KeyServiceFault'
  readonly fault: KeyFault
  readonly master: string
  /** What the service said, as a status or a code of its documents. */
  readonly said: string | undefined
  constructor(fault: KeyFault, master: string, said?: string) {
    super(`key service ${master}: ${fault}${said === undefined ? '' : ` (${said})`}`)
    this.fault = fault
    this.master = master
    this.said = said
  }
}

const passing: readonly KeyFault[] = ['unreachable', 'sealed', 'busy']
export const passesByItself = (error: unknown): boolean =>
  error instanceof KeyServiceFault && passing.includes(error.fault)
