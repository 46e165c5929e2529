/** What the cells of a workbook refer to: its sheets, its strings, and which styles show a number as a date. */
import { UnreadableFile } from './unreadable.ts'
import { readXml } from './xml.ts'
import type { Zip } from './zip.ts'

export interface Workbook {
  /** Names of the parts that hold the sheets, in the order of their tabs; hidden ones are left out. */
  readonly sheets: readonly string[]
  readonly strings: readonly string[]
  /** By the number of the style. */
  readonly isDate: readonly boolean[]
  /** The day 0 of its dates, as days before 1970-01-01. */
  readonly epoch_d: number
}

/** All strings together; what is longer would not fit into memory. */
const STRING_CHARACTERS = 128 * 1024 * 1024

export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const targets = new Map<string, string>()
  await readXml(zip('xl/_rels/workbook.xml.rels'), {
    open(name, { Id = '', Target = '' }) {
      if (name === 'Relationship') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  const sheets: string[] = []
  let epoch_d = 25_569
  await readXml(zip('xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes.date1904 ?? '')) epoch_d = 24_107
      if (name !== 'sheet' || /hidden/i.test(attributes.state ?? '')) return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      const target = targets.get(id ?? '')
      if (target) sheets.push(target)
    },
  })
  if (sheets.length === 0) throw new UnreadableFile('broken-workbook')
  return { sheets, epoch_d, strings: await readStrings(zip), isDate: await readStyles(zip) }
}

async function readStrings(zip: Zip): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let characters = 0
  let inText = false
  let inReading = false
  await readXml(zip('xl/sharedStrings.xml'), {
    open(name) {
      if (name === 'si') text = ''
      inText = name === 't'
      // How a word is pronounced is no part of it.
      if (name === 'rPh') inReading = true
    },
    text(more) {
      if (inText && !inReading) text += more
    },
    close(name) {
      inText = false
      if (name === 'rPh') inReading = false
      if (name !== 'si') return
      strings.push(text)
      characters += text.length
      if (characters > STRING_CHARACTERS) throw new UnreadableFile('too-large-unpacked')
    },
  })
  return strings
}

async function readStyles(zip: Zip): Promise<boolean[]> {
  const formats = new Map<string, string>()
  const isDate: boolean[] = []
  let inCells = false
  await readXml(zip('xl/styles.xml'), {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') formats.set(numFmtId, formatCode)
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) isDate.push(showsDate(Number(numFmtId), formats.get(numFmtId)))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return isDate
}

/** Formats that are built in (27 to 36 and 50 to 58 are the Chinese ones), or what a format's letters say. */
function showsDate(id: number, format: string | undefined): boolean {
  if (format === undefined)
    return (
      (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
    )
  const letters = format.replace(/"[^"]*"|\[[^\]]*\]|\\.|general|standard/gi, '')
  return /[ymdhs]/i.test(letters)
}
