/** Test code. A line between client and server whose connections can be cut in the middle of anything. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CuttableLine {
  readonly port: number
  /** Cuts every connection; new ones can be made. Tells how many there were. */
  cut(): number
  /** Cuts every connection, and takes no new ones until it is mended. */
  down(): void
  mend(): void
  close(): void
}

export async function cuttableLine(to: { host: string; port: number }): Promise<CuttableLine> {
  const sockets = new Set<Socket>()
  let broken = false
  const server = createServer((near) => {
    if (broken) return near.destroy()
    const far = connect(to.port, to.host)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.setNoDelay(true)
      one.on('error', () => {})
      one.on('close', () => other.destroy())
      one.pipe(other)
    }
    sockets.add(near)
    near.on('close', () => sockets.delete(near))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    const count = sockets.size
    for (const socket of sockets) socket.resetAndDestroy()
    return count
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    down() {
      broken = true
      cut()
    },
    mend() {
      broken = false
    },
    close() {
      cut()
      server.close()
    },
  }
}
