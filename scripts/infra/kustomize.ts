/** Kustomizations: what each takes in is there, what lies beside it is taken in, and what it makes. */
import { dirname, join } from 'node:path'
import { documents, exists, filesUnder } from './files.ts'
import type { KubernetesObject } from './schema.ts'

interface Generator {
  readonly name: string
  readonly files?: readonly string[]
  readonly literals?: readonly string[]
}
export interface Kustomization {
  readonly apiVersion: string
  readonly kind: string
  readonly resources?: readonly string[]
  readonly configMapGenerator?: readonly Generator[]
  readonly secretGenerator?: readonly Generator[]
  readonly images?: readonly { readonly name: string; readonly newTag?: string }[]
  readonly patches?: readonly {
    readonly target: { readonly kind: string; readonly name: string }
    readonly patch: string
  }[]
}
/** What an overlay comes to: its objects, and the keys of the maps and secrets that it makes. */
export interface Built {
  readonly objects: readonly KubernetesObject[]
  readonly configMaps: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const read = (folder: string) => documents(join(folder, 'kustomization.yaml'))[0] as Kustomization
const isFolder = (path: string) => exists(join(path, 'kustomization.yaml'))

export function kustomizationFaults(folder: string): string[] {
  const { apiVersion, kind, resources = [], configMapGenerator = [] } = read(folder)
  const faults = resources.flatMap((resource) => {
    const path = join(folder, resource)
    if (isFolder(path)) return kustomizationFaults(path)
    return exists(path) && path.endsWith('.yaml') ? [] : [`${folder}: ${resource} does not exist`]
  })
  const files = configMapGenerator.flatMap((generator) => generator.files ?? [])
  faults.push(
    ...files.filter((file) => !exists(join(folder, file))).map((f) => `${folder}: ${f} does not exist`),
  )
  if (apiVersion !== 'kustomize.config.k8s.io/v1beta1' || kind !== 'Kustomization')
    faults.push(`${folder}: is no kustomization`)
  const beside = filesUnder(folder)
    .filter((path) => dirname(path) === folder && /(?<!\.example)\.yaml$/.test(path))
    .map((path) => path.slice(folder.length + 1))
  const forgotten = beside.filter((file) => file !== 'kustomization.yaml' && !resources.includes(file))
  return [...faults, ...forgotten.map((file) => `${folder}: ${file} is not taken in`)]
}

/** As Kustomize would, as far as the checks ask: objects together, generators as their keys; patches only by target. */
export function build(folder: string): Built {
  const { resources = [], configMapGenerator = [], secretGenerator = [] } = read(folder)
  const below = resources.map((resource): Built => {
    const path = join(folder, resource)
    if (isFolder(path)) return build(path)
    return { objects: documents(path) as KubernetesObject[], configMaps: {}, secrets: {} }
  })
  return {
    objects: below.flatMap(({ objects }) => objects),
    configMaps: Object.assign({}, ...below.map((b) => b.configMaps), made(configMapGenerator)),
    secrets: Object.assign({}, ...below.map((b) => b.secrets), made(secretGenerator)),
  }
}

const made = (generators: readonly Generator[]) =>
  Object.fromEntries(
    generators.map(({ name, files = [], literals = [] }) => [
      name,
      Object.fromEntries([
        ...files.map((file) => [file, '']),
        ...literals.map((literal) => /^([^=]+)=(.*)$/.exec(literal)!.slice(1)),
      ]),
    ]),
  )

/** A patch or an image that is for nothing in the overlay changes nothing, silently. */
export function strayFaults(folder: string): string[] {
  const { patches = [], images = [] } = read(folder)
  const { objects } = build(folder)
  const everything = JSON.stringify(objects)
  return [
    ...patches
      .filter(({ target }) => !objects.some((o) => o.kind === target.kind && o.metadata.name === target.name))
      .map(({ target }) => `${folder}: patches ${target.kind} ${target.name}, which is not there`),
    ...images
      .filter(({ name }) => !everything.includes(`"image":"${name}"`))
      .map(({ name }) => `${folder}: renames image ${name}, which nothing uses`),
  ]
}
