/** A text file's characters, piece by piece. The content type's charset, else the BOM, else UTF-8 if it is
 *  valid, else GB18030, which every Chinese spreadsheet of the last decades is a part of. */
import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { UnreadableFile } from './unreadable.ts'

const PIECE_BYTES = 64 * 1024

/** Throws `unknown-charset` when the content type names a charset that does not exist. */
export function encodingOf(bytes: Buffer, contentType: string): string {
  const named = /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1]
  if (named !== undefined) {
    if (!iconv.encodingExists(named)) throw new UnreadableFile('unknown-charset')
    return /^(gb|cp936|chinese|hz)/i.test(named) ? 'gb18030' : named
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'gb18030'
}

/** The text without a BOM, in pieces of at most 64 KiB of the file. */
export function* decoded(bytes: Buffer, encoding: string): Generator<string> {
  const decoder = iconv.getDecoder(encoding)
  let first = true
  const tidy = (text: string) => {
    const start = first ? text.replace(/^\ufeff/, '') : text
    if (text !== '') first = false
    return start
  }
  for (let from = 0; from < bytes.length; from += PIECE_BYTES)
    yield tidy(decoder.write(bytes.subarray(from, from + PIECE_BYTES)))
  yield tidy(decoder.end() ?? '')
}
