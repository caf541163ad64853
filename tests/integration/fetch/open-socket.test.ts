import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { createAddressGuard, RefusedAddressError } from '#lib/fetch/address-guard.ts'

const PORTS = [465, 587]

it.each([
  ['127.0.0.1', 587, '127.0.0.1 is not a public address. ALERT_ALLOW_CIDRS can allow private networks.'],
  ['localhost', 587, /^localhost \((127\.0\.0\.1|::1)\) is not a public address\./],
  ['mail.example.com', 80, 'The address uses port 80; only 465 and 587 are allowed.'],
])('no connection is opened to %s:%i', async (host, port, sentence) => {
  const opening = createAddressGuard([], 1_000, 'ALERT_ALLOW_CIDRS').openSocket(host, port, PORTS)
  await expect(opening).rejects.toBeInstanceOf(RefusedAddressError)
  await expect(opening).rejects.toThrow(sentence)
})

it('a network that is allowed is reached on any port', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  const socket = await createAddressGuard(['127.0.0.0/8'], 1_000).openSocket('127.0.0.1', port, PORTS)
  expect(socket.remotePort).toBe(port)
  socket.destroy()
  await new Promise((resolve) => server.close(resolve))
})
