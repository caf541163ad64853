import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '#tests/integration/web/served.ts'
import { type PeerProcess, startPeer } from '#tests/peers/peer.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import { findPackage, isThere, run } from './programs.ts'

let site: RunningSite
const folder = mkdtempSync(join(tmpdir(), 'outage-history-caches-'))

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE: 'on' } })
}, 600_000)
afterAll(async () => {
  await site?.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Cache {
  program: string
  /** The arguments that show its version. */
  version: string[]
  args(port: number): string[]
  /** HAProxy keeps nothing whose `max-age` is 0, whatever `s-maxage` is. */
  keepsPages: boolean
  /** With its cache on, nginx drops the condition of a request, and makes 304 only of what it keeps. */
  passesConditions: boolean
}

function fileOf(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const originHost = () => site.url.replace('http://', '')
const user = process.getuid?.() === 0 ? 'user root;' : ''

/** Shared caches as Debian has them, which keep what the site allows and nothing else; each marks what it had. */
const CACHES: Cache[] = [
  {
    program: 'nginx',
    version: ['-v'],
    keepsPages: true,
    passesConditions: false,
    args: (port) => {
      mkdirSync(join(folder, 'nginx'), { recursive: true })
      const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (of) => `${of}_temp_path ${folder}/nginx/${of};`,
      )
      const conf = `${user} pid ${folder}/nginx/pid; error_log stderr; daemon off; events {}
        http { access_log off; ${paths.join(' ')} proxy_cache_path ${folder}/nginx/cache keys_zone=c:1m;
          server { listen 127.0.0.1:${port}; location / {
            proxy_pass ${site.url}; proxy_http_version 1.1; proxy_cache c;
            add_header X-Cache $upstream_cache_status always; } } }`
      return ['-p', join(folder, 'nginx'), '-c', fileOf('nginx.conf', conf)]
    },
  },
  {
    program: 'varnishd',
    version: ['-V'],
    keepsPages: true,
    passesConditions: true,
    args: (port) => {
      const [host, originPort] = originHost().split(':')
      const vcl = `vcl 4.1; backend default { .host = "${host}"; .port = "${originPort}"; }
        sub vcl_deliver { if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; } }`
      const work = ['-j', 'none', '-n', join(folder, 'varnish'), '-s', 'malloc,32m']
      return ['-F', '-a', `127.0.0.1:${port}`, '-f', fileOf('default.vcl', vcl), ...work]
    },
  },
  {
    program: 'haproxy',
    version: ['-v'],
    keepsPages: false,
    passesConditions: true,
    args: (port) => {
      const conf = `defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
cache c
  total-max-size 32
  max-object-size 4000000
  process-vary on
listen site
  bind 127.0.0.1:${port}
  http-request cache-use c
  http-response cache-store c
  http-after-response set-header X-Cache HIT if { res.cache_hit }
  server origin ${originHost()}
`
      return ['-f', fileOf('haproxy.cfg', conf)]
    },
  },
]

const PAGE = '/vendors/courier?window=2025-10'
const FILES = [
  '/vendors/courier/feed.atom',
  '/vendors/courier/incidents.csv',
  '/vendors/courier/calendar.ics',
  '/feed.json',
]
const API = '/api/v1/vendors/courier'

describe.each(CACHES)('$program', ({ program, version, args, keepsPages, passesConditions }) => {
  describe.skipIf(!isThere(program, version))('as a cache', () => {
    let cache: PeerProcess
    beforeAll(async () => {
      cache = await startPeer({ command: program, args, cwd: folder, env: () => ({}), readyPath: '/healthz' })
    })
    afterAll(() => cache?.stop())

    const twice = async (path: string, headers: Record<string, string>) => {
      await ask(cache.url, path, { headers })
      return await ask(cache.url, path, { headers })
    }

    it.each([PAGE, ...FILES])('keeps %s in each encoding, as the site sends it', async (path) => {
      for (const encoding of ['gzip', 'identity']) {
        const headers = { 'accept-encoding': encoding }
        const reply = await twice(path, headers)
        const own = await ask(site.url, path, { headers })
        expect([reply.status, reply.text]).toEqual([200, own.text])
        expect(reply.headers['content-encoding']).toBe(own.headers['content-encoding'])
        expect(reply.headers['x-cache'] === 'HIT', encoding).toBe(keepsPages || path !== PAGE)
        expect(Number(reply.headers.age ?? 0)).toBeLessThanOrEqual(60)
      }
    })

    it.each([...FILES, API])('gives 304 for %s to whoever has it', async (path) => {
      const { headers } = await twice(path, {})
      const condition = { 'if-none-match': String(headers.etag) }
      const { status } = await ask(cache.url, path, { headers: condition })
      expect(status).toBe(path === API && !passesConditions ? 200 : 304)
    })

    it('asks the site each time for what the API says, and keeps no page of an admin', async () => {
      expect((await twice(API, {})).headers['x-cache']).not.toBe('HIT')
      expect((await twice('/admin/sign-in', {})).headers['x-cache']).not.toBe('HIT')
    })
  })
})

describe.skipIf(!isThere('w3m', ['-version']))('w3m', () => {
  it.each([
    '/',
    '/vendors/courier',
    '/stack?vendors=courier,workos',
    '/compare?vendors=courier,workos',
    '/search?q=courier',
    '/at?t=2025-06-12T19:45Z',
  ])('shows %s with a blank between its words', async (path) => {
    const html = await (await fetch(site.url + path)).text()
    const shown = run(folder, 'w3m', ['-dump', '-cols', '200', '-T', 'text/html'], html)
    // Courier's name, then what stands beside it.
    expect(shown).toMatch(/Courier/)
    expect(shown.match(/\b(?:Courier|WorkOS|Anthropic|GitHub)(?=[A-Z][a-z])\w+/g) ?? []).toEqual([])
    expect(shown.match(/[a-z](?:Unknown|Sample|Messaging|Degraded)\b/g) ?? []).toEqual([])
  })
})

type Unfurl = (address: string) => Promise<{
  title?: string
  description?: string
  oEmbed?: { type: string; html: string }
  open_graph?: { title: string; site_name: string; url: string; images: { url: string }[] }
}>
const unfurl = findPackage<{ unfurl: Unfurl }>('unfurl.js')?.unfurl

describe.skipIf(unfurl === undefined)('unfurl.js', () => {
  it.each(['/vendors/courier', '/stack?vendors=courier,workos', '/at?t=2025-06-12T19:45Z'])(
    'shows %s with the name of the site, a sentence and a picture that there is',
    async (path) => {
      const { open_graph: shown, description, oEmbed } = (await unfurl?.(site.url + path)) ?? {}
      expect(shown?.site_name).toBe('Outage History')
      expect(shown?.title).not.toBe('')
      expect(description?.length).toBeGreaterThan(20)
      const [image] = shown?.images ?? []
      if (path !== '/at?t=2025-06-12T19:45Z')
        expect((await fetch(image?.url ?? '')).headers.get('content-type')).toBe('image/png')
      if (path === '/vendors/courier') expect(oEmbed).toMatchObject({ type: 'rich' })
    },
  )
})
