import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '#clients/typescript/index.ts'
import { ApiError } from '#clients/typescript/send.ts'
import { loadSample } from '#lib/worker/load-sample.ts'
import { subscribeBrowserAt } from '#tests/support/alerts/browser-subscription.ts'
import { apiSchemas, findOperation, placeOfAnswer } from '#tests/support/api-schemas.ts'
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
  site = await startSite({ env: { DATABASE_URL: process.env.DATABASE_URL, SECURITY_CONTACT: 'security@example.com' } })
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
    expect(reply.headers['access-control-allow-methods']).toBe('POST')
    for (const body of [list, 'garbage', `"${'a'.repeat(1_000_000)}"`])
      expect((await post(body)).headers['access-control-allow-origin']).toBe('*')
  })
})

describe('the API', () => {
  const get = async (path: string) => {
    const { status, headers, text } = await ask(site.url, path)
    return { status, headers, body: JSON.parse(text) }
  }

  it('answers two hundred requests as its description says', async () => {
    const document = (await get('/api/v1/openapi.json')).body
    const { problemsOf } = apiSchemas(document)
    const { vendors } = (await get('/api/v1/vendor-names')).body as { vendors: { slug: string }[] }
    const slugs = vendors.map(({ slug }) => slug)
    const newest = await get(`/api/v1/search?q=errors&limit=60`)
    const statuspage = Object.keys(document.paths).filter((path) => path.includes('/api/v2/'))
    expect(statuspage).toHaveLength(9)
    const queries = [
      '',
      '?window=all',
      '?window=2026-07&kind=all',
      '?impact=major',
      '?window=90d',
      '?asOf=2026-05-28T00:00:00Z',
      '?q=errors',
    ]
    const addresses = [
      '/api/v1/vendors',
      '/api/v1/vendors?limit=3',
      '/api/v1/vendor-names',
      '/api/v1/restatements',
      '/api/v1/track-record',
      ...slugs.flatMap((slug) =>
        queries.flatMap((query) => ['', '/incidents'].map((part) => `/api/v1/vendors/${slug}${part}${query}`)),
      ),
      ...newest.body.incidents.map(({ id }: { id: string }) => `/api/v1/incidents/${id}`),
      ...['2025-06-12T19:45:00Z', '2026-07-21T17:45:00Z', '2026-08-07T20:00:00Z'].map((t) => `/api/v1/at?t=${t}`),
      ...['outage', 'latency -api', '"elevated errors"', 'nothing-like-this'].map(
        (q) => `/api/v1/search?q=${encodeURIComponent(q)}`,
      ),
      ...[...slugs.slice(0, 5), 'nobody'].flatMap((slug) =>
        statuspage.map((path) => path.replace('{vendor}', slug).replace('{incident}', 'nothing')),
      ),
      ...newest.body.incidents.map(
        ({ id, vendor }: { id: string; vendor: string }) => `/vendors/${vendor}/api/v2/incidents/${id}.json`,
      ),
      // Problems.
      '/api/v1/vendors/nobody',
      '/api/v1/incidents/nothing',
      '/api/v1/at?t=never',
      '/api/v1/vendors?widnow=2025',
      '/api/v1/search?q=a&cursor=garbage',
    ]
    expect(addresses.length).toBeGreaterThanOrEqual(200)
    const wrong: string[] = []
    for (const address of addresses) {
      const { status, headers, body } = await get(address)
      const path = address.split('?', 1)[0] ?? ''
      const type = String(headers['content-type'])
      const place = placeOfAnswer(document, path, status, type)
      const problems = place === null ? `${status} ${type} is not described` : problemsOf(place, body)
      if (problems !== null) wrong.push(`${findOperation(document, path).template}, ${address}: ${problems}`)
    }
    expect(wrong).toEqual([])
  })

  it.each([
    '/api/v1/vendors?limit=3',
    '/api/v1/vendors/github/incidents?limit=7&window=all',
    '/api/v1/search?q=errors&limit=5',
  ])('leads from page to page by a Link header: %s', async (first) => {
    const seen: string[] = []
    let next: string | null = first
    for (let page = 0; next !== null && page < 4; page += 1) {
      const { headers, body } = await get(next)
      seen.push(
        ...(body.vendors?.length > 0 ? body.vendors : body.incidents).map(
          (one: { id?: string; slug: string }) => one.id ?? one.slug,
        ),
      )
      next = /^<(.+)>; rel="next"$/.exec(String(headers.link ?? ''))?.[1]?.slice(site.url.length) ?? null
      expect(next === null).toBe(body.nextCursor === null)
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(9)
  })
})

it('the TypeScript client reads the site', async () => {
  const api = createClient({ baseUrl: site.url })
  const asOf = '2026-05-28T00:00:00Z'
  const { history, held } = await api.getVendor('courier', { asOf })
  expect([history.incidentCount, history.downtimeSeconds, held.incidentCount]).toEqual([24, 214_560, 24])
  const { incidents, total } = await api.listIncidents('courier', { window: '2025-10', limit: 2 })
  expect([incidents.length, total]).toEqual([2, 4])
  const [newest] = incidents
  expect((await api.getIncident(newest?.id ?? '')).title).toBe(newest?.title)
  expect(
    (await api.listIncidentsAt({ t: '2025-06-12T19:45:00Z' })).incidents.map(({ vendor }) => vendor).sort(),
  ).toEqual(['courier', 'google-cloud'])
  const { page, incidents: inTheirForm } = await api.listStatuspageIncidents('courier')
  expect([page.name, inTheirForm.length]).toEqual(['Courier', 24])
  await expect(api.getStatuspageStatus('nobody')).rejects.toThrow('There is no vendor "nobody".')
  const error = await api.getVendor('nobody').catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 404, code: 'not_found', message: 'There is no vendor "nobody".' })
})

describe('a misspelt parameter is refused with the nearest name', () => {
  it.each([
    ['/api/v1/vendors/courier?widnow=2025', 'window'],
    ['/api/v1/vendors/courier/incidents?limt=3', 'limit'],
    ['/api/v1/at?t=2025-06-12T19:45:00Z&asof=x', null],
    ['/vendors/courier/incidents.csv?widnow=2025', 'window'],
    ['/vendors/courier/incidents.json?window=2025&impct=major', 'impact'],
    ['/vendors/courier/incidents.ndjson?componnent=API', 'component'],
    ['/vendors/courier/incidents.md?knd=all', 'kind'],
    ['/vendors/courier/feed.atom?windows=2025', 'window'],
    ['/vendors/courier/feed.json?asof=2025-01-01T00:00:00Z', 'asOf'],
    ['/vendors/courier/calendar.ics?statsu=resolved', 'status'],
    ['/vendors/courier/annotations.json?widnow=2025', 'window'],
    ['/vendors/courier/metrics?widnow=2025', 'window'],
    ['/feed.atom?impacts=major', 'impact'],
    ['/calendar.ics?widnow=2025', 'window'],
    ['/stack/calendar.ics?vendors=courier&widnow=2025', 'window'],
    ['/stack/feed.atom?vendors=courier&foo=bar', null],
  ])('%s', async (address, meant) => {
    const { status, text } = await ask(site.url, address)
    const { detail, field } = JSON.parse(text)
    expect(status).toBe(400)
    expect(address).toContain(`${field}=`)
    if (meant === null) expect(detail).not.toContain('Did you mean')
    else expect(detail).toContain(`Did you mean ${meant}?`)
  })

  it('a page ignores it, as links are given marks on their way', async () => {
    expect((await ask(site.url, '/vendors/courier?utm_source=mail')).status).toBe(200)
  })
})

describe('what a program looks for first', () => {
  it('the catalogue of APIs names descriptions and explanations that there are', async () => {
    const { headers, text } = await ask(site.url, '/.well-known/api-catalog')
    expect(headers['content-type']).toMatch(/^application\/linkset\+json/)
    const { linkset } = JSON.parse(text)
    const [api, mcp] = linkset.slice(1)
    expect([api.anchor, mcp.anchor]).toEqual([`${site.url}/api/v1`, `${site.url}/mcp`])
    for (const { href } of [api, mcp].flatMap((one) => [...one['service-desc'], ...one['service-doc']]))
      expect((await ask(site.url, href.slice(site.url.length))).status).toBe(200)
    const head = await ask(site.url, '/.well-known/api-catalog', { method: 'HEAD' })
    expect(head.headers.link).toContain('rel="api-catalog"')
  })

  it('security.txt has a contact and an end less than a year away', async () => {
    const { status, text } = await ask(site.url, '/.well-known/security.txt')
    expect(status).toBe(200)
    expect(text).toMatch(/^Contact: mailto:security@example\.com$/m)
    const end = Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? '')
    expect(end - Date.now()).toBeGreaterThan(86_400_000)
    expect(end - Date.now()).toBeLessThan(365 * 86_400_000)
  })

  it('every item of llms.txt is a link to something that there is, which robots.txt lets programs read', async () => {
    const { text } = await ask(site.url, '/llms.txt')
    const items = text.split('\n').filter((line) => line.startsWith('- '))
    const links = items.map((line) => /^- \[[^\]]+\]\(([^)]+)\)/.exec(line)?.[1] ?? line)
    expect(links.length).toBeGreaterThan(10)
    const robots = (await ask(site.url, '/robots.txt')).text
    const closed = [...robots.matchAll(/^Disallow: (.+)$/gm)].map(([, path = '']) => path)
    for (const link of links) {
      const path = link.slice(site.url.length)
      expect([path, (await ask(site.url, path)).status]).toEqual([path, 200])
      expect(closed.filter((start) => path.startsWith(start))).toEqual([])
    }
  })

  it('every link of the page for developers leads somewhere', async () => {
    const { text } = await ask(site.url, '/developers')
    const links = [...text.matchAll(/href="([^"#]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
    const own = links.map((href) => href.replace(site.url, '')).filter((href) => /^\/(?:api|vendors)/.test(href))
    expect(own.length).toBeGreaterThan(4)
    for (const href of own) expect([href, (await ask(site.url, href)).status]).toEqual([href, 200])
  })
})

describe('what anybody may subscribe to', () => {
  const JSON_TYPE = { 'content-type': 'application/json' }
  const origin = { 'sec-fetch-site': 'same-origin' }
  const browser = subscribeBrowserAt('https://fcm.googleapis.com/wp/abc')
  const send = (body: unknown, { method = 'POST', headers = {} }: { method?: string; headers?: object } = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    // Node leaves it out for DELETE.
    const length = { 'content-length': String(Buffer.byteLength(text)) }
    const asking = { method, headers: { ...JSON_TYPE, ...origin, ...length, ...headers }, body: text }
    return ask(site.url, '/push/subscriptions', asking)
  }
  const hub = (body: string, headers = { 'content-type': 'application/x-www-form-urlencoded' }) =>
    ask(site.url, '/websub', { method: 'POST', headers, body })

  it('a browser is told of a vendor until it ends that, without a cookie', async () => {
    const { publicKey } = JSON.parse((await ask(site.url, '/push/subscriptions')).text)
    expect(Buffer.from(publicKey, 'base64url')).toHaveLength(65)
    const reply = await send({ subscription: browser.json, vendors: ['courier', 'workos'] })
    expect([reply.status, JSON.parse(reply.text)]).toEqual([200, { vendors: ['courier', 'workos'], incidents: [] }])
    expect(reply.headers['set-cookie']).toBeUndefined()
    expect(reply.headers['cache-control']).toMatch(/no-store/)
    const { endpoint } = browser.json
    const fewer = await send({ endpoint, vendors: ['courier'] }, { method: 'DELETE' })
    expect(JSON.parse(fewer.text)).toEqual({ vendors: ['workos'], incidents: [] })
    const none = await send({ endpoint }, { method: 'DELETE' })
    expect(JSON.parse(none.text)).toEqual({ vendors: [], incidents: [] })
  })

  it.each([
    [
      'a foreign endpoint',
      { subscription: { ...browser.json, endpoint: 'https://push.example.com/1' } },
      400,
      'push.example.com is not a push service',
    ],
    [
      'a key that is none',
      { subscription: { ...browser.json, keys: { p256dh: 'AAAA', auth: 'AAAA' } } },
      400,
      'not a public key of the curve P-256',
    ],
    [
      'a vendor that there is not',
      { subscription: browser.json, vendors: ['nobody'] },
      404,
      'There is no vendor "nobody".',
    ],
    ['more vendors than a stack has', { subscription: browser.json, vendors: Array(26).fill('a') }, 400, 'vendors'],
    ['a property that is not known', { subscription: browser.json, mail: 'ada@example.com' }, 400, 'mail'],
    ['no JSON', 'endpoint=x', 400, 'The body is not JSON'],
    ['a long body', JSON.stringify('x'.repeat(5_000)), 413, 'The body is larger than 4 KB'],
  ])('%s is refused with a sentence', async (_what, body, status, detail) => {
    const reply = await send(body)
    expect([reply.status, reply.headers['content-type']]).toEqual([status, 'application/problem+json'])
    expect(JSON.parse(reply.text).detail).toContain(detail)
  })

  it('no page of another site can subscribe a browser', async () => {
    expect((await send({ subscription: browser.json }, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(
      400,
    )
    expect((await send({ subscription: browser.json }, { headers: { 'content-type': 'text/plain' } })).status).toBe(400)
    const preflight = await ask(site.url, '/push/subscriptions', {
      method: 'OPTIONS',
      headers: { origin: 'https://other.example', 'access-control-request-method': 'DELETE' },
    })
    expect(preflight.headers['access-control-allow-methods']).toBe('GET, HEAD')
    expect(preflight.headers.allow).toBe('GET, HEAD, OPTIONS, POST, DELETE')
    expect((await send({}, { method: 'PUT' })).status).toBe(405)
  })

  it('the worker that shows messages is asked for anew, and reaches this site only', async () => {
    const { status, headers, text } = await ask(site.url, '/push-worker.js')
    expect([status, headers['cache-control']]).toEqual([200, 'no-cache'])
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(headers['content-security-policy']).toBe("default-src 'none'; connect-src 'self'")
    expect(text).toContain('notificationclick')
  })

  it('an Atom feed names the hub, which takes requests for it', async () => {
    const topic = `${site.url}/vendors/courier/feed.atom`
    const feed = await ask(site.url, '/vendors/courier/feed.atom')
    expect(feed.headers.link).toBe(`<${site.url}/websub>; rel="hub", <${topic}>; rel="self"`)
    expect(feed.text).toContain(`<link rel="hub" href="${site.url}/websub"/>`)
    for (const path of ['/vendors/courier/feed.rss', '/vendors/courier/feed.atom?asOf=2026-05-28T00:00:00Z'])
      expect((await ask(site.url, path)).headers.link).toBeUndefined()
    const fields = { 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.callback': 'https://example.com/news' }
    expect((await hub(new URLSearchParams(fields).toString())).status).toBe(202)
    const other = await hub(new URLSearchParams({ ...fields, 'hub.topic': 'https://example.com/feed' }).toString())
    expect([other.status, other.headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8'])
    expect(other.text).toBe(
      'hub.topic: https://example.com/feed is not an Atom feed of this site. Take the address that a feed gives as rel="self".\n',
    )
    expect((await hub('{}', JSON_TYPE)).text).toContain('Send a form')
    expect((await hub(`hub.mode=${'x'.repeat(5_000)}`)).status).toBe(413)
    expect((await ask(site.url, '/websub')).status).toBe(405)
  })

  it('nobody can store very much at once', async () => {
    for (let count = 0; count < 60; count++) {
      const { status, headers, text } = await send({ endpoint: 'x' }, { method: 'DELETE' })
      if (status === 200) continue
      expect(status).toBe(429)
      expect(Number(headers['retry-after'])).toBeGreaterThan(0)
      expect(JSON.parse(text).detail).toContain('Your network changes subscriptions too often.')
      // Pages still learn what is so.
      expect((await send({ subscription: browser.json })).status).toBe(200)
      return
    }
    throw new Error('All were let in.')
  })
})
