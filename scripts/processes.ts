/** What Linux tells of processes under `/proc`; elsewhere nothing is known and nothing is assumed. */
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'

/** One that has ended and that nobody has reaped: in a container without an init it stays for ever. */
export function isZombie(pid: number): boolean {
  return stateOf(pid) === 'Z'
}

/** Living processes whose working directory this is. */
export function processesIn(folder: string): number[] {
  const real = realpathSync(folder)
  return pids().filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === real && !isZombie(pid)
    } catch {
      return false
    }
  })
}

function pids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

function stateOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in brackets and may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? null
  } catch {
    return null
  }
}
