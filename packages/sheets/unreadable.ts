/** Why a file cannot be read as a table. What is said is for the person who chose the file; it repeats nothing of it. */
const sayings = {
  'empty-file': '文件是空的',
  'old-excel': '不支持旧版 XLS，请另存为 XLSX 或 CSV',
  'broken-workbook': '不是完整的 XLSX 文件',
  'too-large-unpacked': 'XLSX 解压后过大',
  'unknown-charset': '不认识的字符集',
  'no-header': '没有找到表头',
} as const

export class UnreadableFile extends Error {
  override name = 'UnreadableFile'
  readonly reason: keyof typeof sayings
  /** `more` is added to what is said of the reason. */
  constructor(reason: keyof typeof sayings, more = '') {
    super(sayings[reason] + more)
    this.reason = reason
  }
}
