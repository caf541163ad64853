import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'

export interface VendorAnswer {
  status?: number
  headers?: Record<string, string>
  /** Chunks are sent as they arrive, for as long as they arrive. */
  body?: string | Uint8Array | AsyncIterable<Uint8Array>
}

export interface VendorServer {
  url: string
  /** The requests in order; `from` and `to` are performance.now() at the start and end of each. */
  requests: { host: string; path: string; headers: IncomingHttpHeaders; from: number; to: number | null }[]
  /** Replaces the responses; by default everything is 404. */
  answer(handler: (path: string, host: string) => VendorAnswer | null | Promise<VendorAnswer | null>): void
  close(): Promise<void>
}

/** A local vendor server on all loopback addresses, so that 127.0.0.2 and 127.0.0.3 count as separate hosts. */
export async function startVendorServer(): Promise<VendorServer> {
  let handler: Parameters<VendorServer['answer']>[0] = () => null
  const requests: VendorServer['requests'] = []
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/'
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    const entry = { host, path, headers: request.headers, from: performance.now(), to: null as number | null }
    requests.push(entry)
    response.on('close', () => {
      entry.to = performance.now()
    })
    send(response, (await handler(path, host)) ?? { status: 404, body: 'not found' })
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer(next) {
      handler = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function send(response: ServerResponse, { status = 200, headers = {}, body = '' }: VendorAnswer): void {
  if (response.destroyed) return
  response.writeHead(status, headers)
  if (typeof body === 'string' || body instanceof Uint8Array) response.end(body)
  // Some tests close the connection in the middle of such a body.
  else pipeline(body, response).catch(() => {})
}
