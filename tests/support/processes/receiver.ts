import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A receiver of alerts in a process of its own, which tells its port, and then the id and the time of each message. */
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    process.send?.([request.headers['webhook-id'], performance.timeOrigin + performance.now()])
    response.end('ok')
  })
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
