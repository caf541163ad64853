import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Tells the parent process the port, and the CPU time used whenever it asks. */
export function tellParent(server: Server): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.(user + system)
  })
  process.on('disconnect', () => process.exit())
  process.on('SIGTERM', () => process.exit())
  process.send?.((server.address() as AddressInfo).port)
}
