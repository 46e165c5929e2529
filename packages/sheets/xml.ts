/** Reads XML as it comes. Names are told without their prefix, which every writer chooses for itself. */
import { SaxesParser } from 'saxes'
import { UnreadableFile } from './unreadable.ts'

export interface XmlHandlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** Calls the handlers, and yields after each piece of the text. Throws `broken-workbook` on what is no XML. */
export async function* parseXml(pieces: AsyncIterable<string>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => handlers.open?.(localName(name), attributes))
  parser.on('text', (text) => handlers.text?.(text))
  parser.on('cdata', (text) => handlers.text?.(text))
  parser.on('closetag', ({ name }) => handlers.close?.(localName(name)))
  let broken = false
  parser.on('error', () => {
    broken = true
  })
  for await (const piece of pieces) {
    parser.write(piece)
    if (broken) throw new UnreadableFile('broken-workbook')
    yield
  }
  parser.close()
  if (broken) throw new UnreadableFile('broken-workbook')
}

/** To its end, for what is small. Null: there is nothing to read. */
export async function readXml(pieces: AsyncIterable<string> | null, handlers: XmlHandlers): Promise<void> {
  if (pieces) for await (const _ of parseXml(pieces, handlers));
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
