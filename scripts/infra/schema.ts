/**
 * Objects held against Kubernetes' own description of them. It is had as types: the compiler finds a kind that its
 * version does not have, a field that is missing, of another kind or misspelt, and the last is what JSON Schema lets
 * pass here.
 */
import { join } from 'node:path'
import ts from 'typescript'
import { root } from './files.ts'

export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
}

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
}

/** One line for each fault, beginning with the object's kind and name. */
export function schemaFaults(objects: readonly KubernetesObject[]): string[] {
  const name = join(root, 'scripts/infra/objects.ts')
  const lines = objects.map(({ apiVersion, kind, ...rest }, i) => {
    const type = `import('kubernetes-models/${apiVersion}/${kind}').I${kind}`
    return `export const object${i}: ${type} = ${JSON.stringify({ apiVersion, kind, ...rest })}`
  })
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (file) => file === name || fileExists(file)
  host.getSourceFile = (file, target, ...others) =>
    file === name
      ? ts.createSourceFile(file, lines.join('\n'), target, true)
      : getSourceFile(file, target, ...others)
  return ts.getPreEmitDiagnostics(ts.createProgram([name], options, host)).map((fault) => {
    const line = fault.file?.getLineAndCharacterOfPosition(fault.start ?? 0).line ?? 0
    const message = ts.flattenDiagnosticMessageText(fault.messageText, ' ')
    return `${objects[line]?.kind} ${objects[line]?.metadata.name}: ${message}`
  })
}
