/**
 * What the tree of the code promises, checked on the tree itself: who may know whom, how long a file may be,
 * which words and names are left over, that every read model is in its catalogue and every event type has its
 * golden fixtures, that the documents point at what is there. Each check gives its findings; none is the rule.
 */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { catalogue } from '@jiahe/domain/catalogue.ts'
import { readModels } from '@jiahe/read-models/catalogue.ts'
import type { Source } from './tidy/sources.ts'

/** Longer than this a file is usually two things. */
const LINES_MAX = 250
/** Files that may be longer, each with its reason. */
export const longFiles: Readonly<Record<string, string>> = {
  'packages/domain/vocabulary.ts': 'every coded word with its Chinese name, read as one table',
  'services/web/src/texts/en/vocabulary.ts': 'the same in English, read beside it',
  'services/web/src/texts/en/refusals.ts':
    'every reason code with its explanation, looked up and not read through',
}

export function tooLong(sources: readonly Source[]): string[] {
  const long = sources.filter((s) => s.isCode && !s.isTest && s.lines > LINES_MAX)
  const unlisted = long
    .filter(({ path }) => !(path in longFiles))
    .map(({ path, lines }) => `${path}: ${lines} lines`)
  const needless = Object.keys(longFiles)
    .filter((path) => !long.some((s) => s.path === path))
    .map((path) => `${path}: is listed as long and is not`)
  return [...unlisted, ...needless]
}

// Put together, so that this file does not find itself.
const leftover = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'H' + 'ACK'].join('|')})\\b`)
/** Whose output is for whoever called it. */
const talks = (path: string): boolean => path.startsWith('services/cli/') || path === 'services/web/build.ts'

export const leftovers = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ path, text, isCode, isTest }) => {
    const silent = /^(packages|services)\//.test(path) && !isTest && !talks(path)
    return text.split('\n').flatMap((line, i) => {
      const word = leftover.exec(line)?.[0] ?? (isCode && silent && /console\.log\(/.exec(line)?.[0])
      return word ? [`${path}:${i + 1}: ${word}`] : []
    })
  })

const vague = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'misc']
const wordsOf = (name: string): string[] =>
  name.split(/[./-]|(?<=[a-z])(?=[A-Z])/).map((w) => w.toLowerCase())

export const vagueNames = (sources: readonly Source[]): string[] =>
  sources.map(({ path }) => path).filter((path) => wordsOf(path).some((word) => vague.includes(word)))

/** A read model bears the name of its file, and stands in the catalogue. */
export function uncatalogued(sources: readonly Source[]): string[] {
  const names = new Set(readModels.map((model) => model.name))
  return sources
    .filter(({ path, isTest }) => path.startsWith('packages/read-models/') && !isTest)
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^export const (\w+): ReadModel\b/gm)].flatMap(([, name]) =>
        names.has(name!) && basename(path, '.ts') === name ? [] : [`${path}: ${name}`],
      ),
    )
}

const FIXTURES = 'packages/domain/fixtures'

/** One fixture for each version that was ever stored, and none of what never was. */
export function fixtureGaps(root: string): string[] {
  const wanted = Object.entries(catalogue).flatMap(([type, { version }]) =>
    Array.from({ length: version }, (_, i) => `${type}.v${i + 1}.json`),
  )
  const there = readdirSync(join(root, FIXTURES))
  return [
    ...wanted.filter((file) => !there.includes(file)).map((file) => `${FIXTURES}/${file} is missing`),
    ...there.filter((file) => !wanted.includes(file)).map((file) => `${FIXTURES}/${file} fits no event type`),
  ]
}

/** Links, and paths from the root that stand in code spans. */
const linked = /\]\((?!https?:|mailto:|#)([^)\s#]+)|`((?:packages|services|scripts|infra)\/[^`\s*<>…]*)`/g

export const deadLinks = (root: string, sources: readonly Source[]): string[] =>
  sources
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(linked)].flatMap(([, link, span]) => {
        const target = span ?? normalize(join(dirname(path), link!))
        return existsSync(join(root, target)) ? [] : [`${path}: ${target}`]
      }),
    )

const machinePath = /(?<![\w.$}/])(\/(home|Users|root|work|mnt)\/\w+|[A-Z]:\\Users)/

/** Paths that exist on one machine only. */
export const machinePaths = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) => {
      const found = machinePath.exec(line)?.[0]
      return found ? [`${path}:${i + 1}: ${found}`] : []
    }),
  )
