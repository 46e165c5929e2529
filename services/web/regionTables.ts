/** Names of all regions, split by province: code (2, 4, 6 or 9 digits, GB/T 2260 and GB/T 10114) to name. */
interface Row {
  readonly n: string
  readonly p: string
  readonly y?: string
  readonly a?: string
  readonly t?: string
}

export function regionTables(read: (name: string) => Row[]): Map<string, Record<string, string>> {
  const provinces = new Map<string, Record<string, string>>()
  const put = (code: string, name: string) => {
    // 市辖区 stands for the districts together; it is none itself.
    if (name === '市辖区') return
    const province = code.slice(0, 2)
    const names = provinces.get(province) ?? {}
    names[code] = name
    provinces.set(province, names)
  }
  for (const row of read('province')) put(row.p, row.n)
  for (const row of read('city')) put(row.p + row.y, row.n)
  for (const row of read('area')) put(row.p + row.y + row.a, row.n)
  for (const row of read('town')) put(row.p + row.y + row.a + (row.t ?? '').slice(0, 3), row.n)
  return provinces
}
