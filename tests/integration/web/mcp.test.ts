import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadSample } from '#lib/worker/load-sample.ts'
import { useTestDatabase } from '#tests/support/ingest.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import { type Answers, MCP_CASES } from './mcp-cases.ts'
import { ask, serve } from './served.ts'

let drop: () => Promise<void>
let site: RunningSite
let client: Client

beforeAll(async () => {
  drop = await useTestDatabase()
  await loadSample()
  site = await startSite({ env: { DATABASE_URL: process.env.DATABASE_URL } })
  client = new Client({ name: 'questions', version: '1' })
  await client.connect(new StreamableHTTPClientTransport(new URL(`${site.url}/mcp`)))
}, 300_000)
afterAll(async () => {
  await client?.close()
  await site?.stop()
  await drop()
})

/** What a call answers as data, or the error that it gives back. */
async function call(name: string, args: Record<string, unknown>): Promise<Answers[number]> {
  const { isError, content, structuredContent } = await client.callTool({ name, arguments: args })
  const [{ text }] = content as [{ text: string }]
  return isError ? { error: text } : structuredContent
}

describe('questions about the sample', () => {
  it('are forty or more, each of at most three calls', () => {
    expect(MCP_CASES.length).toBeGreaterThanOrEqual(40)
    expect(MCP_CASES.filter(({ calls }) => calls.length > 3)).toEqual([])
  })

  it.each(MCP_CASES)('$ask', async ({ calls, read, expected }) => {
    const answers: Answers = []
    for (const next of calls) {
      const { tool, args } = typeof next === 'function' ? next(answers) : next
      answers.push(await call(tool, args))
    }
    expect(read(answers)).toEqual(expected)
  })
})

it('every answer links to a page that there is, and says what its durations rest on', async () => {
  const { content, structuredContent } = await client.callTool({
    name: 'get_vendor_history',
    arguments: { vendor: 'courier', window: '2025-10', asOf: '2026-05-28T00:00:00Z' },
  })
  const [{ text }] = content as [{ text: string }]
  expect(text).toContain('Courier had 4 outages in October 2025 totaling 45m of downtime')
  expect(text).toContain('17m, from start to end as reported')
  expect(text).toContain('duration not reported')
  const { page, incidents } = structuredContent as { page: string; incidents: { permalink: string }[] }
  for (const address of [page, ...incidents.map(({ permalink }) => permalink)])
    expect((await ask(site.url, address.slice(site.url.length))).status).toBe(200)
})

it('tools only read, and describe their arguments and answers', async () => {
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual([
    'find_vendors',
    'get_vendor_history',
    'what_was_down_at',
    'get_incident',
    'search_incidents',
    'compare_vendors',
    'get_coverage',
  ])
  for (const { annotations, inputSchema, outputSchema, description } of tools) {
    expect(annotations?.readOnlyHint).toBe(true)
    expect(inputSchema.additionalProperties).toBe(false)
    expect(outputSchema?.type).toBe('object')
    expect(description?.length).toBeGreaterThan(40)
  }
})

it('server.json names the address of the server', async () => {
  const { name, description, version, remotes } = JSON.parse((await ask(site.url, '/mcp/server.json')).text)
  expect(name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/)
  expect(description.length).toBeLessThanOrEqual(100)
  expect(version).toBe(client.getServerVersion()?.version)
  expect(remotes).toEqual([{ type: 'streamable-http', url: `${site.url}/mcp` }])
})

describe('arguments that cannot be answered', () => {
  it.each([
    ['get_vendor_history', { vendor: 'courier', window: 'lately' }, /window/],
    ['get_vendor_history', { vendor: 'courier', widnow: '2025' }, /widnow/],
    ['get_vendor_history', { vendor: 'courier', asOf: '2999-01-01T00:00:00Z' }, /asOf is in the future/],
    ['get_vendor_history', { vendor: 'couriers' }, /similar names: courier/],
    ['get_vendor_history', { vendor: 'courier', limit: 1000 }, /limit/],
    ['what_was_down_at', { t: 'yesterday' }, /t must be an instant/],
    ['get_incident', { incident: 'nothing' }, /id or the permalink/],
    ['get_incident', { incident: '0123456789ab' }, /There is no incident/],
    ['search_incidents', { query: 'x', cursor: 'garbage' }, /cursor/],
    ['compare_vendors', { vendors: ['courier'] }, /vendors/],
  ])('%s %o', async (name, args, says) => {
    expect((await call(name, args)).error).toMatch(says)
  })
})

describe('a request that is not of the protocol', () => {
  const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
  const post = (body: string, headers: Record<string, string> = JSON_TYPE) =>
    ask(site.url, '/mcp', { method: 'POST', headers, body })

  it.each([
    ['garbage', () => post('garbage'), 400, -32_700],
    ['half a message', () => post(list.slice(0, 20)), 400, -32_700],
    ['JSON that is no message', () => post('{"a":1}'), 400, -32_600],
    ['a batch', () => post(`[${list}]`), 400, -32_600],
    ['one megabyte', () => post(`"${'a'.repeat(1_000_000)}"`), 413, -32_600],
    ['another type', () => post(list, { ...JSON_TYPE, 'content-type': 'text/plain' }), 415, -32_000],
    ['no Accept', () => post(list, { 'content-type': 'application/json' }), 406, -32_000],
    ['an old protocol version', () => post(list, { ...JSON_TYPE, 'mcp-protocol-version': '2020-01-01' }), 400, -32_000],
    ['NUL in an argument', () => post(JSON.stringify({ ...JSON.parse(list), params: { a: '\0' } })), 400, -32_602],
    ['GET', () => ask(site.url, '/mcp', { headers: { accept: 'text/event-stream' } }), 405, -32_000],
    ['DELETE', () => ask(site.url, '/mcp', { method: 'DELETE' }), 405, -32_000],
  ])('%s', async (_what, send, status, code) => {
    const reply = await send()
    expect([reply.status, JSON.parse(reply.text).error?.code]).toEqual([status, code])
    expect(JSON.parse(reply.text)).toMatchObject({ jsonrpc: '2.0', id: null })
  })

  it('an unknown method, and a subscription, are answered at once', async () => {
    const unknown = await post(JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'resources/list' }))
    expect(JSON.parse(unknown.text)).toMatchObject({ id: 7, error: { code: -32_601 } })
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'a', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    }
    const listen = { jsonrpc: '2.0', id: 8, method: 'subscriptions/listen', params: { _meta: meta, notifications: {} } }
    const headers = { ...JSON_TYPE, 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'subscriptions/listen' }
    const reply = await post(JSON.stringify(listen), headers)
    expect(reply.text).toContain('Subscription limit reached')
  })

  it('an old version in the handshake is answered with one that the site speaks', async () => {
    const params = { protocolVersion: '2020-01-01', capabilities: {}, clientInfo: { name: 'old', version: '0' } }
    const reply = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }))
    expect(JSON.parse(reply.text).result.protocolVersion).toMatch(/^2025-/)
  })

  it('too many requests are refused in the same form', async () => {
    const served = await serve({ pages: {}, bucket: 4 })
    const send = () => served.send('/mcp', { method: 'POST', headers: JSON_TYPE, body: list })
    await send()
    const { status, headers, text } = await send()
    expect([status, JSON.parse(text).error.code, headers['retry-after']]).toEqual([429, -32_600, '1'])
    await served.close()
  })

  it('programs in browsers are let in from any site', async () => {
    const reply = await ask(site.url, '/mcp', {
      method: 'OPTIONS',
      headers: { origin: 'https://agent.example', 'access-control-request-method': 'POST' },
    })
    expect(reply.status).toBe(204)
    expect(reply.headers['access-control-allow-origin']).toBe('*')
  })
})
