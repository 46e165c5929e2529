/** Whether the ports can be had, before anything is started: a port that is taken is named, with what to do. */
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export class PortTaken extends Error {
  override name = 'PortTaken'
}

const WAIT_MS = 10_000

/** `waiting`: an earlier run was killed, and its services may need a moment to notice. */
export async function claimPorts(
  host: string,
  ports: Readonly<Record<string, number>>,
  waiting: boolean,
): Promise<void> {
  const [first, second] = Object.entries(ports)
  if (first && second && first[1] === second[1])
    throw new PortTaken(`${first[0]} and ${second[0]} are both ${first[1]}: give one of them another number.`)
  const until = Date.now() + (waiting ? WAIT_MS : 0)
  for (const [setting, port] of Object.entries(ports)) {
    for (let fault = await faultOf(host, port); fault; fault = await faultOf(host, port)) {
      if (fault !== 'EADDRINUSE' || Date.now() >= until)
        throw new PortTaken(sayOf(setting, host, port, fault))
      await sleep(200)
    }
  }
}

function sayOf(setting: string, host: string, port: number, fault: string): string {
  if (fault === 'EADDRINUSE')
    return `Port ${port} (${setting}) is taken by another program, or Jiahe is running already. Stop it, or choose another: ${setting}=${port + 100} npm start`
  if (fault === 'EACCES')
    return `Port ${port} (${setting}) is not allowed for this user. Choose one above 1023: ${setting}=${port + 8000} npm start`
  return `Port ${port} (${setting}) on ${host} cannot be opened (${fault}). Is HOST an address of this machine? Example: HOST=127.0.0.1`
}

const faultOf = (host: string, port: number): Promise<string | null> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
