import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export interface ReceiverAnswer {
  status?: number
  headers?: Record<string, string>
  body?: string
}

/**
 * What a receiver does with a request: an answer, or the same one "twice", nothing ever ("hang"), or the end of the connection
 * ("cut").
 */
type Reacting = ReceiverAnswer | 'hang' | 'cut' | 'twice'
export type Reaction = (request: Received, count: number) => Reacting | Promise<Reacting>

export interface Receiver {
  url: string
  /** The requests in the order of their arrival. */
  requests: Received[]
  react(reaction: Reaction): void
  close(): Promise<void>
}

/** A receiver of alerts on this machine, which accepts everything until it is told to react otherwise. */
export async function startReceiver(): Promise<Receiver> {
  let reaction: Reaction = () => ({})
  const requests: Received[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => null)
    if (body === null) return
    const received = { path: request.url ?? '', headers: request.headers, body }
    requests.push(received)
    const answer = await reaction(received, requests.length)
    if (answer === 'hang') return
    if (answer === 'cut') return request.socket.destroy()
    if (answer === 'twice') {
      response.end('ok')
      return request.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    }
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? 'ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    react(next) {
      reaction = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
