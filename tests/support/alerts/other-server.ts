import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that came in, whole. */
export interface Received {
  method: string
  /** Path and query. */
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

interface OtherAnswer {
  status: number
  headers?: Record<string, string>
  body?: string
}

export interface OtherServer {
  /** Without a slash at its end. */
  url: string
  received: Received[]
  /** Replaces the answer; by default it is 204. With null, there is none. */
  answer(next: (request: Received) => OtherAnswer | null): void
  close(): Promise<void>
}

/** Another server on this machine, to which this site sends: a push service, or a subscriber of feeds. */
export async function startOtherServer(): Promise<OtherServer> {
  let answer: (request: Received) => OtherAnswer | null = () => ({ status: 204 })
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    const whole = { method, path: url, headers, body: Buffer.concat(chunks) }
    received.push(whole)
    const given = answer(whole)
    if (given === null) return
    response.writeHead(given.status, given.headers)
    response.end(given.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer(next) {
      answer = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
