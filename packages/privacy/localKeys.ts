/** The master key as 32 bytes that whoever runs Jiahe keeps: in a setting or in a file. Nothing else has to run. */
import { hkdfSync } from 'node:crypto'
import { keyedHash, seal, unseal } from './cipher.ts'
import { type KeyService, KeyServiceFault } from './keyService.ts'

const BYTES = 32
const NO_KEY = 'local'

/** `read`: the key in base64. It is asked each time, so that a file may be exchanged while a process runs. */
export function localKeys(read: () => string): KeyService {
  const key = (): Buffer => {
    let master: Buffer
    try {
      master = Buffer.from(read(), 'base64')
    } catch {
      // The error would name the path only, but what is thrown here is written down.
      throw new KeyServiceFault('misread', NO_KEY, 'the file cannot be read')
    }
    if (master.length !== BYTES) throw new KeyServiceFault('misread', NO_KEY, 'not 32 bytes in base64')
    return master
  }
  // Wrapping has a key of its own, so that the fingerprint and what was wrapped before share none with it.
  const wrapping = () => Buffer.from(hkdfSync('sha256', key(), '', 'jiahe wrapping', BYTES))
  const master = () => `local:${keyedHash(key(), 'which master key').toString('hex').slice(0, 12)}`
  return {
    master,
    before: key,
    async wrap(plain, purpose) {
      return seal(wrapping(), purpose, plain).toString('base64')
    },
    async unwrap(wrapped, purpose) {
      const own = wrapping()
      try {
        return unseal(own, purpose, Buffer.from(wrapped, 'base64'))
      } catch {
        throw new KeyServiceFault('cannot-open', master())
      }
    },
  }
}
