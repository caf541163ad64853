import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listAttention } from '#components/admin/attention.ts'
import type { Platform } from '#lib/adapters/adapter.ts'
import { pool } from '#lib/database/client.ts'
import { closeFetcher, replaceFetcher } from '#lib/fetch/read-address.ts'
import { getOverview } from '#lib/queries/admin/overview.ts'
import { getAdminSource } from '#lib/queries/admin/sources.ts'
import { aSource, clearDatabase, ingest, runMode, useTestDatabase } from '../../support/ingest.ts'
import { fetcherOf, page, serveSite } from '../../support/platforms/detect-site.ts'
import { PLATFORM_SITES, rss } from '../../support/platforms/platform-sites.ts'
import { serveStatuspage, statuspageIncident } from '../../support/platforms/statuspage.ts'
import { startVendorServer, type VendorAnswer, type VendorServer } from '../../support/vendor-server.ts'

type Serve = (path: string, host: string) => VendorAnswer | null

interface Move {
  /** Whose move it is, as the notes on platforms tell. */
  vendor: string
  /** Its slug, where the catalogue is to know it. */
  slug?: string
  from: Platform
  /** The source's address below the site's. */
  path?: string
  before: Serve
  after: (elsewhere: string) => Serve
  /** What is proposed; `url` below the old site, or at another host with a slash in front of nothing. */
  to: { platform: Platform | null; url: 'same' | 'elsewhere' | string | null; evidence: RegExp }
  polls: 1 | 2
}

const OLD = '127.0.0.1'
const ULID = '01M0FQAR3NNH3ANVTQMBRD47D'
const incidents = [1, 2, 3].map((n) => statuspageIncident(n))
const statuspage = serveStatuspage(incidents)
const json = (value: unknown): VendorAnswer => ({ body: JSON.stringify(value) })
const incidentIo = (list: unknown): ((path: string) => VendorAnswer | null) => {
  return (path) =>
    path === '/'
      ? page('')
      : path === '/api/v2/incidents.json'
        ? json({ page: { id: `${ULID}A`, name: 'Acme' }, incidents: list })
        : null
}
const renamed = incidents.map((incident, index) => ({ ...incident, id: `${ULID}${index}` }))
const site = (platform: keyof typeof PLATFORM_SITES): Serve => serveSite(PLATFORM_SITES[platform])
const feedAt = (path: string, ...items: string[]): Serve => {
  const feed = rss('Acme status', { title: 'Resolved: Slow exports', guid: 'slow-exports', text: 'Over.' })
  const body = items.length > 0 ? feed : feed.replace(/<item>[\s\S]*<\/item>/, '')
  return (asked) => (asked === path ? { headers: { 'content-type': 'application/rss+xml' }, body } : null)
}
/** A feed whose item has its id for its address. */
const feedOf = (
  path: string,
  { guid, text }: { guid: string; text: string },
): ((asked: string) => VendorAnswer | null) => {
  const feed = rss('Acme status', { title: 'Resolved: Slow exports', guid, text })
  const body = feed.replace(`https://status.example/${guid}`, guid)
  return (asked) => (asked === path ? { headers: { 'content-type': 'application/rss+xml' }, body } : null)
}
const moveAll = (status: number, elsewhere: string, there: Serve, to = (path: string) => path): Serve => {
  return (path, host) =>
    host === OLD ? { status, headers: { location: `${elsewhere}${to(path)}` } } : there(path, host)
}

const MOVES: Move[] = [
  {
    vendor: 'OpenAI: Statuspage to incident.io, which serves the same addresses under ids of its own',
    from: 'statuspage',
    before: statuspage,
    after: () => incidentIo(renamed),
    to: { platform: 'incident-io', url: 'same', evidence: /incident\.io/ },
    polls: 1,
  },
  {
    vendor: 'HashiCorp: the same, to a page on which nothing has happened yet',
    from: 'statuspage',
    before: statuspage,
    after: () => incidentIo(null),
    to: { platform: 'incident-io', url: 'same', evidence: /incident\.io/ },
    polls: 1,
  },
  {
    vendor: 'Perplexity: Instatus to incident.io',
    from: 'instatus',
    before: site('instatus'),
    after: () => incidentIo(renamed),
    to: { platform: 'incident-io', url: 'same', evidence: /incident\.io/ },
    polls: 2,
  },
  {
    vendor: "OpenRouter: OnlineOrNot's feed to a page that Datadog hosts",
    from: 'feed',
    path: '/feed.xml',
    before: feedAt('/feed.xml', 'one'),
    after: () => {
      const serve = site('datadog')
      return (path, host) => (path === '/feed.xml' ? page('') : serve(path, host))
    },
    to: { platform: 'datadog', url: 'same', evidence: /Datadog/ },
    polls: 2,
  },
  {
    vendor: 'DeepSeek: Statuspage to Flashduty, which answers everything with its shell',
    from: 'statuspage',
    before: statuspage,
    after: () => () => page('<div id="root"></div>'),
    to: { platform: null, url: null, evidence: /every address with the same kind of page/ },
    polls: 2,
  },
  {
    vendor: 'Anthropic: status.anthropic.com to status.claude.com',
    from: 'statuspage',
    before: statuspage,
    after: (elsewhere) => moveAll(301, elsewhere, statuspage),
    to: { platform: null, url: 'elsewhere', evidence: /permanently redirected/ },
    polls: 2,
  },
  {
    vendor: 'Clerk: a redirect of every address to the front page of incident.io at another host',
    from: 'statuspage',
    before: statuspage,
    after: (elsewhere) => moveAll(301, elsewhere, incidentIo(renamed), () => '/'),
    to: { platform: 'incident-io', url: 'elsewhere', evidence: /incident\.io/ },
    polls: 2,
  },
  {
    vendor: 'Stripe: status.stripe.com is a page of its own, and the catalogue knows the Statuspage behind it',
    slug: 'stripe',
    from: 'statuspage',
    before: statuspage,
    after: () => (path, host) => {
      if (host === OLD) return path === '/' ? page('All is well') : { status: 404, ...page('') }
      const asked = decodeURIComponent(path.slice(1))
      return asked.startsWith('https://www.stripestatus.com') ? statuspage(new URL(asked).pathname) : null
    },
    to: { platform: 'statuspage', url: 'https://www.stripestatus.com', evidence: /catalogue/ },
    polls: 2,
  },
  {
    vendor: 'Mistral: Checkly to Rootly',
    from: 'checkly',
    before: site('checkly'),
    after: () => site('rootly'),
    to: { platform: 'rootly', url: 'same', evidence: /Rootly/ },
    polls: 2,
  },
  {
    vendor: 'Manychat: a deactivated Statuspage',
    from: 'statuspage',
    before: statuspage,
    after: () => () => ({ status: 401, body: 'Your page is inactive. Please include an API key to access this page.' }),
    to: { platform: null, url: null, evidence: /deactivated/ },
    polls: 2,
  },
  {
    vendor: 'Deel: a name below statuspage.io that nobody claims any more, redirected to where it is sold',
    from: 'statuspage',
    before: statuspage,
    after: (elsewhere) =>
      moveAll(
        302,
        elsewhere,
        () => page('Buy a status page'),
        () => '/',
      ),
    to: { platform: null, url: null, evidence: /no known status platform|same kind of page/ },
    polls: 2,
  },
  {
    vendor: 'Zapier: the feed of a Statuspage to the feed of incident.io, at the same address',
    from: 'feed',
    path: '/history.rss',
    before: feedOf('/history.rss', {
      guid: 'https://status.example.org/incidents/abcdefghij01',
      text: "&lt;p&gt;&lt;small&gt;Mar &lt;var data-var='date'&gt;01&lt;/var&gt;, &lt;var data-var='time'&gt;10:00&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - Over.&lt;/p&gt;",
    }),
    after: () => {
      const feed = feedOf('/history.rss', { guid: `https://status.example.org/incidents/${ULID}A`, text: 'Over.' })
      const rest = incidentIo(renamed)
      return (path) => feed(path) ?? rest(path)
    },
    to: { platform: 'incident-io', url: 'same', evidence: /incident\.io/ },
    polls: 1,
  },
  {
    vendor: 'a feed that is served empty beside the page that replaces it',
    from: 'feed',
    path: '/history.atom',
    before: feedAt('/history.atom', 'one'),
    after: () => {
      const [empty, there] = [feedAt('/history.atom'), site('instatus')]
      return (path, host) => empty(path, host) ?? there(path, host)
    },
    to: { platform: 'instatus', url: 'same', evidence: /Instatus/ },
    polls: 2,
  },
]

let vendorServer: VendorServer
let drop: () => Promise<void>

beforeAll(async () => {
  drop = await useTestDatabase()
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
})
beforeEach(async () => {
  await clearDatabase()
  vendorServer = await startVendorServer()
  replaceFetcher(fetcherOf(vendorServer))
})
afterEach(async () => {
  await closeFetcher()
  await vendorServer.close()
})
afterAll(() => drop())

describe('a vendor that moves its status page', () => {
  it.each(MOVES)(
    'is noticed and proposed, and never followed: $vendor',
    async ({ slug, from, path = '', before, after, to, polls }) => {
      const elsewhere = vendorServer.url.replace(OLD, '127.0.0.2')
      const source = { vendor: slug ?? 'acme', platform: from, url: `${vendorServer.url}${path}` }
      const poll = async () => {
        await pool().query('delete from hosts')
        await runMode('poll', source)
      }
      const stored = async () =>
        (
          await pool().query(
            `select i.external_id, i.title, i.started_at, i.ended_at, s.platform, s.url from incidents i join sources s on s.id = i.source_id
           where i.withdrawn_at is null order by i.external_id`,
          )
        ).rows
      const { sourceId } = await aSource(source)
      const hint = async () => (await getAdminSource(sourceId, new Date()))?.movedHint ?? null

      vendorServer.answer(before)
      await poll()
      const known = await stored()
      expect(known.length).toBeGreaterThan(0)
      expect(await hint()).toBeNull()

      const moved = after(elsewhere)
      vendorServer.answer((asked, host) => moved(asked, host) ?? null)
      for (let n = 0; n < polls; n++) await poll()
      const seen = await hint()
      expect(seen).toMatchObject({ platform: to.platform, evidence: expect.stringMatching(to.evidence) })
      if (to.url === null) expect(seen?.url).toBeNull()
      else
        expect(seen?.url).toContain(to.url === 'same' ? vendorServer.url : to.url === 'elsewhere' ? elsewhere : to.url)

      const { sources, ...overview } = await getOverview(new Date())
      const said = listAttention({ ...overview, sources }, null, new Date()).map(({ what, href }) => `${what} ${href}`)
      expect(said).toContainEqual(
        expect.stringMatching(new RegExp(`seems to (?:have moved|be gone).*/sources/${sourceId}/move`)),
      )
      // Nothing is taken from there, and what is known stays.
      await poll()
      expect(await stored()).toEqual(known)
      expect(await hint()).toMatchObject({ platform: to.platform })
      await runMode('replay', source)
      expect(await stored()).toEqual(known)
    },
  )

  it('is forgotten when its page is there again', async () => {
    const source = { platform: 'statuspage' as const, url: vendorServer.url }
    vendorServer.answer(statuspage)
    await runMode('poll', source)
    vendorServer.answer(incidentIo(renamed))
    await runMode('poll', source)
    vendorServer.answer(statuspage)
    await runMode('poll', source)
    expect((await getAdminSource((await aSource(source)).sourceId, new Date()))?.movedHint).toBeNull()
  })

  it('is noticed at the first poll where the catalogue names the platform that the page has left', async () => {
    const source = { platform: 'statuspage' as const, url: vendorServer.url }
    vendorServer.answer(incidentIo(renamed))
    await runMode('poll', source)
    const { rows } = await pool().query('select count(*)::int as count from incidents')
    expect(rows).toEqual([{ count: 0 }])
    const { sourceId } = await aSource(source)
    expect((await getAdminSource(sourceId, new Date()))?.movedHint).toMatchObject({ platform: 'incident-io', times: 1 })
  })

  it('is not suspected of a source that was always read so', async () => {
    const source = { platform: 'statuspage' as const, url: vendorServer.url }
    const from = `${vendorServer.url}/api/v2/incidents.json`
    await ingest(JSON.stringify({ page: { id: `${ULID}A` }, incidents: renamed }), { ...source, from })
    vendorServer.answer(incidentIo(renamed))
    expect((await runMode('poll', source)).error).toBeNull()
  })
})
