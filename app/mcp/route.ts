import {
  createMcpHandler,
  isLegacyRequest,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server'
import { readBody } from '#app/api/v1/request.ts'
import { findUnstorable, NOT_STORABLE } from '#app/storable.ts'
import { TooLargeError } from '#lib/domain/errors.ts'
import { rpcError } from '#lib/web/failure/rpc-error.ts'
import { MCP_BYTES, tooLarge } from '#lib/web/limit/body-limit.ts'
import { createMcpServer } from './server.ts'

export const dynamic = 'force-dynamic'

/**
 * The Model Context Protocol, https://modelcontextprotocol.io: streamable HTTP without sessions, so that each request is answered
 * at once and nothing is held open. Clients of 2025 and of the revision 2026-07-28 are answered by the same tools.
 */
const present = createMcpHandler(createMcpServer, { legacy: 'reject', maxSubscriptions: 0 })

export async function POST(request: Request): Promise<Response> {
  const body = await readMessage(request)
  if (body instanceof Response) return body
  return (await isLegacyRequest(request, body))
    ? await answerLegacy(request, body)
    : await present.fetch(request, { parsedBody: body })
}

/** There are no streams to open and no sessions to end. */
export function GET(): Response {
  const message = 'This address takes POST requests of the Model Context Protocol. It opens no streams.'
  return rpcError(405, -32_000, message, { allow: 'POST, OPTIONS' })
}
export const DELETE = GET

/**
 * Programs in browsers may ask from any site: everything here is public, and no cookie is read. The HTTP layer says so with every
 * answer.
 */
export function OPTIONS(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      allow: 'POST, OPTIONS',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers':
        'content-type, accept, mcp-protocol-version, mcp-method, mcp-name, mcp-session-id',
      'access-control-max-age': '86400',
    },
  })
}

async function answerLegacy(request: Request, body: unknown): Promise<Response> {
  const server = createMcpServer()
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await server.connect(transport)
  try {
    return await transport.handleRequest(request, { parsedBody: body })
  } finally {
    await server.close()
  }
}

/** The one message of a request; an answer with the protocol's error if there is none. */
async function readMessage(request: Request): Promise<unknown> {
  try {
    const message: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(await readBody(request, MCP_BYTES)),
    )
    // A batch would cost as much as many requests.
    if (Array.isArray(message)) return rpcError(400, -32_600, 'Send one message in a request, not a batch.')
    const name = findUnstorable(message)
    if (name !== null) return rpcError(400, -32_602, `${name}: ${NOT_STORABLE}`)
    return message
  } catch (error) {
    if (error instanceof TooLargeError) return rpcError(413, -32_600, tooLarge(MCP_BYTES).message)
    if (error instanceof SyntaxError || error instanceof TypeError)
      return rpcError(400, -32_700, 'Parse error: the body is not JSON.')
    throw error
  }
}
