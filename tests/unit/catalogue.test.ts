import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ADAPTERS } from '#lib/adapters/registry.ts'
import { findCatalogueVendor, listCatalogue } from '#lib/admin/vendor/catalogue.ts'
import { CATEGORIES, parseCatalogue, readCatalogue } from '#prisma/catalogue.ts'
import { SAMPLE } from '#prisma/sample/index.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

const { vendors, faults } = readCatalogue()
const HEADING = 'slug\tname\tcategory\tplatform\taddress\twebsite\tstart\tsearch\tnote'
const GOOD = 'acme\tAcme\tCloud\tstatuspage\thttps://status.acme.example\t\t\t\t'

describe('the catalogue', () => {
  it('has no line with a fault, and some nine hundred vendors that can be read', () => {
    expect(faults).toEqual([])
    const isReadable = vendors.filter(({ access }) => access.kind !== 'unreadable')
    expect(isReadable.length).toBeGreaterThan(880)
  })

  it('uses every category', () => {
    expect(new Set(vendors.map(({ category }) => category)).size).toBe(CATEGORIES.length)
  })

  it('starts with some two dozen vendors', () => {
    expect(vendors.filter(({ isStarter }) => isStarter)).toHaveLength(25)
  })

  it('has the vendors of the sample', () => {
    for (const { vendor } of SAMPLE) expect(findCatalogueVendor(vendor)).not.toBeNull()
  })

  it.each(ADAPTERS.map((adapter) => [adapter.platform, adapter] as const))(
    'gives %s addresses that it can poll',
    (platform, adapter) => {
      const requests = vendors
        .filter(({ access }) => access.kind === 'source' && access.platform === platform)
        .flatMap(({ address }) => adapter.poll?.(address) ?? [null])
      for (const request of requests) expect(request?.url).toMatch(/^https:\/\/[^/]+\/./)
    },
  )

  it.each([
    ['gitlab', 'gitlab'],
    ['docker', 'docker'],
    ['Docker Hub', 'docker'],
    ['pypi', 'python-package-index'],
    ['claude', 'anthropic'],
    ['githubstatus', 'github'],
    ["let's enc", 'let-s-encrypt'],
    ['lets encrypt', 'let-s-encrypt'],
    ['roblox', 'roblox'],
    ['wikimedia', 'wikimedia'],
    ['rubygems', 'rubygems'],
    ['zendesk', 'zendesk'],
    ['redis', 'redis'],
  ])('finds by "%s" first of all %s', (q, slug) => {
    expect(listCatalogue({ q })[0]?.slug).toBe(slug)
  })

  it.each([
    ['gitlab', 'statusio'],
    ['docker', 'statuspage'],
    ['bitwarden', 'hund'],
    ['openrouter', 'datadog'],
    ['zendesk', 'zendesk'],
    ['github', 'statuspage'],
    ['openai', 'incident-io'],
    ['anthropic', 'statuspage'],
    ['perplexity', 'incident-io'],
    ['hugging face', 'betterstack'],
    ['stripe', 'statuspage'],
    ['slack', 'slack'],
    ['aws', 'aws'],
    ['microsoft azure', 'azure'],
    ['google cloud', 'google-cloud'],
    ['heroku', 'heroku'],
    ['salesforce', 'salesforce'],
    ['jenkins', 'cstate'],
    ['vultr', 'vultr'],
    ['elavon', 'hund'],
    ['exoscale', 'statuspal'],
    ['8x8', 'statuscast'],
    ['apple', 'apple'],
    ['apple developer', 'apple'],
    ['oracle cloud', 'oracle-cloud'],
    ['ibm cloud', 'ibm-cloud'],
    ['alibaba', 'alibaba-cloud'],
    ['postmark', 'sorry'],
    ['hetzner', 'hetzner'],
    ['redis', 'firehydrant'],
    ['backblaze', 'firehydrant'],
  ])('knows that "%s" is read as %s', (q, platform) => {
    const [found] = listCatalogue({ q })
    expect(found?.name.toLowerCase()).toContain(q.split(' ')[0])
    expect(found?.access).toEqual({ kind: 'source', platform })
  })

  it('finds only what has all the words, in the category', () => {
    expect(listCatalogue({ q: 'docker zendesk' })).toEqual([])
    expect(listCatalogue({ q: 'docker', category: 'Finance' })).toEqual([])
    expect(listCatalogue({ q: 'githb' })[0]?.slug).toBe('github')
    expect(listCatalogue({ q: 'githb', category: 'Finance' })).toEqual([])
    expect(listCatalogue()).toHaveLength(vendors.length)
  })
})

describe('a line with a fault', () => {
  it.each([
    [
      'a slug that stands twice',
      GOOD.replace('Acme', 'Other').replace('acme.example', 'other.example'),
      'slug acme is already in line 2',
    ],
    [
      'an address that stands twice',
      GOOD.replace(/acme|Acme/, 'other').replace('Acme', 'Other'),
      'is already in line 2',
    ],
    [
      'an address that is a script',
      GOOD.replace('https://status.acme.example', 'javascript:alert(1)'),
      'is not an https address',
    ],
    ['an address without encryption', GOOD.replace('https:', 'http:'), 'is not an https address'],
    [
      'an address with a slash behind its host',
      GOOD.replace('acme.example', 'acme.example/'),
      'is not an https address',
    ],
    ['an address with a password', GOOD.replace('https://', 'https://:x@'), 'is not an https address'],
    ['an unknown platform', GOOD.replace('statuspage', 'statuspag'), '"statuspag" is neither a platform'],
    ['an unknown category', GOOD.replace('Cloud', 'Clouds'), '"Clouds" is not a category'],
    ['a slug with blanks', GOOD.replace('acme', 'ac me'), 'is not a slug'],
    ['too few columns', 'acme\tAcme', '2 columns instead of 9'],
    ['something unreadable without a reason', GOOD.replace('statuspage', 'unreadable'), 'says why'],
  ])('is left out with its number and reason: %s', (_what, line, reason) => {
    const other = GOOD.replaceAll(/acme/gi, 'zenith')
    const found = parseCatalogue([HEADING, GOOD, line, other, ''].join('\n'))
    expect(found.vendors.map(({ slug }) => slug)).toEqual(['acme', 'zenith'])
    expect(found.faults).toEqual([{ line: 3, reason: expect.stringContaining(reason) }])
  })

  it('is none among 10,000 good ones', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => GOOD.replaceAll(/acme/gi, `acme-${index}`))
    const found = parseCatalogue([HEADING, ...lines].join('\n'))
    expect([found.vendors.length, found.faults]).toEqual([10_000, []])
  })

  it('is the first if the heading is another', () => {
    expect(parseCatalogue('name,slug\n').faults).toEqual([{ line: 1, reason: expect.stringContaining('heading') }])
  })
})

/** Rows of the list of vendors that are not in the catalogue, and why. */
const LEFT_OUT: Record<string, string> = {
  'https://api-status.deepl.com/api/status': 'a format of its own',
  'https://status.algolia.com': 'a format of its own',
  'https://status.dev.azure.com': 'a format of its own',
  'https://status.fivetran.com': 'no incidents, an indicator alone',
  'https://status.volcengine.com': 'no address of a feed known',
  'https://us.zohostatus.com/rss': 'states of components, no incidents',
  'https://public-api.freshstatus.io/v1/public-components/?account_id=3616': 'Freshstatus',
  'https://status.lempire.com': 'Hyperping',
  'https://status.deepseek.com': 'moved to Flashduty',
  'https://status.meraki.net': 'HTML alone',
  'https://developer.x.com': 'HTML alone',
  'https://metastatus.com': 'HTML alone',
  'https://status.eventbrite.com': 'HTML alone',
  'https://status.mailchimp.com': 'HTML alone',
  'https://status.okta.com': 'HTML alone',
  'https://status.pagerduty.com': 'HTML alone',
  'https://status.pushover.net': 'HTML alone',
  'https://www.postb.in': 'HTML alone',
  'https://azure.status.microsoft': 'routed by region; its feed host is listed',
  'https://githubstatus.com': 'www.githubstatus.com is listed',
  'https://health.aws.amazon.com/health/status': 'its feed is listed',
  'https://health.aws.amazon.com/public/currentevents': 'its feed is listed',
  'https://status.anthropic.com': 'moved to status.claude.com',
  'https://status.linear.app': 'moved to linearstatus.com',
  'https://status.nintex.com': 'listed by its page at api.status.io',
  'https://status.notion.so': 'moved to www.notion-status.com',
  'https://status.slack.com': 'slack-status.com is listed',
  'https://status.stripe.com': 'www.stripestatus.com is listed',
}

describe.skipIf(!hasShared)('beside the list of vendors, the catalogue', () => {
  const addresses = hasShared
    ? readFileSync(sharedPath('vendors.tsv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t')[2] ?? '')
    : []
  const sources = vendors.map(({ address }) => address)

  it('has every vendor that can be read', () => {
    const missing = addresses.filter((address) => {
      const page = address.replace(/\/(?:incidents\.json|instances)$/, '')
      return !(address in LEFT_OUT) && !sources.some((source) => source === page || source.startsWith(`${page}/`))
    })
    expect(missing).toEqual([])
  })

  it('leaves out only what is on the list', () => {
    expect(Object.keys(LEFT_OUT).filter((address) => !addresses.includes(address))).toEqual([])
    const read = vendors.filter(({ access }) => access.kind === 'source').map(({ address }) => address)
    expect(Object.keys(LEFT_OUT).filter((address) => read.includes(address))).toEqual([])
  })
})

/** Rows of those lists that are misspelt, or lead to somebody else's page. */
const MISTAKEN = ['flyio', 'kore-ai', 'raptor-systems', 'trendyol-group']
/** What the lists call a platform, and all that the catalogue may read it as: incident.io serves the addresses of Statuspage. */
const READ_AS: Record<string, string[]> = {
  statuspage: ['statuspage', 'incident-io'],
  'status.io': ['statusio', 'incident-io'],
  'incident.io': ['incident-io', 'statuspage'],
  instatus: ['instatus'],
  betterstack: ['betterstack'],
  sorry: ['sorry'],
  hund: ['hund'],
  cachet: ['cachet'],
}

describe.skipIf(!hasShared)('of what others found by asking 1,127 vendors, the catalogue', () => {
  const rows = hasShared
    ? ['vendors-wild.tsv', 'vendors-unread.tsv'].flatMap((file) =>
        readFileSync(sharedPath(file), 'utf8').trim().split('\n').slice(1),
      )
    : []
  // Another twenty each time; the seed is in the name of a test that fails.
  const seed = Date.now() % 1_000_000
  const chosen = Array.from({ length: 20 }, (_, n) => rows[(seed * 7919 + n * 104_729) % rows.length] ?? '')
  const hostOf = (address: string) => URL.parse(address)?.hostname.replace(/^www\./, '')

  it.each(chosen.map((row) => row.split('\t')))(
    `has %s, ${seed}`,
    (slug = '', name = '', platform = '', address = '') => {
      const found = vendors.find(
        (vendor) =>
          vendor.slug === slug ||
          hostOf(vendor.address) === hostOf(address) ||
          vendor.name.toLowerCase() === name.toLowerCase(),
      )
      if (found === undefined) {
        expect(platform === 'dead' || MISTAKEN.includes(slug), `${name} is not in the catalogue`).toBe(true)
        return
      }
      const { access } = found
      // Where nobody knows better, its platform is detected when it is added, or the note says why it cannot be read.
      if (access.kind === 'source' && platform in READ_AS) expect(READ_AS[platform]).toContain(access.platform)
      if (access.kind === 'unreadable') expect(access.reason).not.toBe('')
    },
  )
})
