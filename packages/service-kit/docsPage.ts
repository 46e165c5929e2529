/** The API as a page to read: plain HTML made from the OpenAPI document, nothing fetched from elsewhere. */
interface Operation {
  readonly summary: string
  readonly parameters?: readonly { name: string; in: string; required: boolean }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { example?: unknown; schema: object }>> }
  readonly responses: Readonly<Record<string, { description: string }>>
}

const text = (raw: string): string => raw.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
const code = (value: unknown): string => `<pre>${text(JSON.stringify(value, null, 2))}</pre>`

export function docsPage(document: object): string {
  const { info, paths } = document as {
    info: { title: string; description: string }
    paths: Record<string, Record<string, Operation>>
  }
  const sections = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => section(method, path, operation)),
  )
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(info.title)}</title><style>body{font:15px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
pre{background:#f6f5f3;padding:.75rem;overflow:auto}h2{font:600 1rem ui-monospace,monospace;border-top:1px solid #ddd;padding-top:1rem}</style>
<h1>${text(info.title)}</h1><p>${text(info.description)}</p><p><a href="/openapi.json">openapi.json</a></p>${sections.join('')}</html>`
}

function section(
  method: string,
  path: string,
  { summary, parameters = [], requestBody, responses }: Operation,
): string {
  const rows = parameters.map(
    (p) => `<li><code>${text(p.name)}</code> (${p.in}${p.required ? ', required' : ''})</li>`,
  )
  const bodies = Object.entries(requestBody?.content ?? {}).map(
    ([type, body]) => `<p>${text(type)}</p>${code(body.example ?? body.schema)}`,
  )
  const answers = Object.entries(responses).map(
    ([status, r]) => `<li><code>${status}</code> ${text(r.description)}</li>`,
  )
  return `<section><h2>${method.toUpperCase()} ${text(path)}</h2><p>${text(summary)}</p><ul>${rows.join('')}</ul>${bodies.join('')}<ul>${answers.join('')}</ul></section>`
}
