/** The image: stages, who runs it, and that what it copies reaches the build and is there. */
import { join } from 'node:path'
import { exists, filesUnder, text } from './files.ts'

interface Stage {
  readonly name: string
  readonly from: string
  readonly lines: readonly string[]
}

export function stagesOf(dockerfile: string): Stage[] {
  const stages: { name: string; from: string; lines: string[] }[] = []
  for (const line of dockerfile.replace(/\\\n/g, ' ').split('\n')) {
    const from = /^FROM (\S+)(?: AS (\S+))?/.exec(line)
    if (from) stages.push({ name: from[2] ?? '', from: from[1]!, lines: [] })
    else if (/^[A-Z]+ /.test(line)) stages.at(-1)?.lines.push(line)
  }
  return stages
}

/** What `.dockerignore` lets through, a list of exceptions to nothing at all. */
const passed = text('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1))
const reaches = (path: string) =>
  passed.some((let_) => path === let_ || path.startsWith(`${let_}/`) || let_.startsWith(`${path}/`))

export function copyFaults(dockerfile: string): string[] {
  const stages = stagesOf(dockerfile)
  return stages.flatMap(({ lines }, i) =>
    lines
      .filter((line) => line.startsWith('COPY '))
      .flatMap((line) => {
        const from = /--from=(\S+)/.exec(line)?.[1]
        if (from) return stages.slice(0, i).some(({ name }) => name === from) ? [] : [`no stage ${from}`]
        const paths = line.split(/\s+/).slice(1, -1)
        return paths
          .map((path) => path.replace(/^\.\//, ''))
          .filter((path) => !exists(path) || !reaches(path))
          .map((path) => `${path} is not there to be copied`)
      }),
  )
}

export const passedFaults = (): string[] =>
  passed
    .filter((path) => !exists(path))
    .map((path) => `.dockerignore lets ${path} through, which is not there`)

/** Programs that are run in the image, and what they import of their own folder, reach it. */
export function programsLeftOut(programs: readonly string[]): string[] {
  return programs
    .flatMap((program) => [
      program,
      ...[...text(program).matchAll(/from '(\.[^']+)'/g)].map(([, path]) => join(program, '..', path!)),
    ])
    .filter((path) => !exists(path) || !reaches(path) || /\.test\.ts$/.test(path))
}

/** The last stage: not root, from a stage of its own, and started with the secrets' reader. */
export function runFaults(dockerfile: string): string[] {
  const stages = stagesOf(dockerfile)
  const last = stages.at(-1)
  const user = last?.lines.filter((line) => line.startsWith('USER ')).at(-1)
  const faults: string[] = []
  if (stages.length < 2) faults.push('is built and run in one stage')
  if (!/^USER [1-9]\d*(:[1-9]\d*)?$/.test(user ?? '')) faults.push('may run as root')
  if (last?.lines.some((line) => /^RUN .*(npm|npx|pnpm)/.test(line))) faults.push('installs where it runs')
  if (!last?.lines.some((line) => line.startsWith('ENTRYPOINT ') && line.includes('scripts/secretFiles.ts')))
    faults.push('does not read secrets from files')
  return faults
}

/** Every file of `infra` that is YAML. */
export const yamlFiles = (): string[] =>
  filesUnder('infra').filter((path) => /\.ya?ml$|kurrentdb\.conf$/.test(path))
