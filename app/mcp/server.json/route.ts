import { getEnv } from '#lib/env.ts'
import { MCP_DESCRIPTION, MCP_TITLE, MCP_VERSION } from '../server.ts'

export const dynamic = 'force-dynamic'

/**
 * This server as registries of MCP servers describe it:
 * https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json/generic-server-json.md
 */
export function GET(): Response {
  const base = getEnv().PUBLIC_URL
  return Response.json({
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    // A name begins with the owner's domain, its last part first.
    name: `${new URL(base).hostname.split('.').reverse().join('.')}/outage-history`,
    title: MCP_TITLE,
    description: MCP_DESCRIPTION,
    version: MCP_VERSION,
    websiteUrl: base,
    remotes: [{ type: 'streamable-http', url: `${base}/mcp` }],
  })
}
