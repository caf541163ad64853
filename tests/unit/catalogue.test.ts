import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PLATFORMS } from '#lib/adapters/adapter.ts'
import { ADAPTERS } from '#lib/adapters/registry.ts'
import { SAMPLE } from '#prisma/sample/index.ts'
import { CATEGORIES, VENDORS } from '#prisma/vendors.ts'
import { hasShared, sharedPath } from '../support/shared.ts'

describe('the catalogue', () => {
  it('has a slug for each vendor that fits an address, and no slug, name or source twice', () => {
    for (const { slug } of VENDORS) expect(slug).toMatch(/^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/)
    expectUnique(VENDORS.map(({ slug }) => slug))
    expectUnique(VENDORS.map(({ name }) => name.toLowerCase()))
    expectUnique(VENDORS.map(({ sourceUrl }) => sourceUrl))
  })

  it('has https addresses in canonical form', () => {
    for (const { websiteUrl, sourceUrl } of VENDORS) {
      for (const address of [websiteUrl, sourceUrl]) {
        const { protocol, username, search, hash, href } = new URL(address)
        expect({ protocol, username, search, hash }).toEqual({ protocol: 'https:', username: '', search: '', hash: '' })
        expect([href, href.replace(/\/$/, '')]).toContain(address)
      }
    }
  })

  it('knows each platform and category, and uses every category', () => {
    for (const { platform, category } of VENDORS) {
      expect(PLATFORMS).toContain(platform)
      expect(CATEGORIES).toContain(category)
    }
    expect(new Set(VENDORS.map(({ category }) => category)).size).toBe(CATEGORIES.length)
  })

  it('starts with some two dozen vendors', () => {
    expect(VENDORS.filter(({ starter }) => starter)).toHaveLength(25)
  })

  it('has the vendors of the sample', () => {
    const slugs = VENDORS.map(({ slug }) => slug)
    for (const { vendor } of SAMPLE) expect(slugs).toContain(vendor)
  })

  it.each(ADAPTERS.map((adapter) => [adapter.platform, adapter] as const))(
    'gives %s addresses that it can poll',
    (platform, adapter) => {
      const requests = VENDORS.filter((vendor) => vendor.platform === platform).flatMap(
        ({ sourceUrl }) => adapter.poll?.(sourceUrl) ?? [null],
      )
      for (const request of requests) expect(request?.url).toMatch(/^https:\/\/[^/]+\/./)
    },
  )
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
  'https://quickbasestatus.status.page': 'StatusCast',
  'https://status.lempire.com': 'Hyperping',
  'https://status.openrouter.ai': 'OnlineOrNot',
  'https://status.postmarkapp.com': 'Sorry',
  'https://status.deepseek.com': 'moved to Flashduty',
  'https://ocistatus.oraclecloud.com': 'left Statuspage in 2022',
  'https://status.meraki.net': 'HTML alone',
  'https://developer.x.com': 'HTML alone',
  'https://metastatus.com': 'HTML alone',
  'https://status.eventbrite.com': 'HTML alone',
  'https://status.mailchimp.com': 'HTML alone',
  'https://status.okta.com': 'HTML alone',
  'https://status.pagerduty.com': 'HTML alone',
  'https://status.pipedrive.com': 'HTML alone',
  'https://status.pushover.net': 'HTML alone',
  'https://status.zendesk.com': 'HTML alone',
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
  const sources = VENDORS.map(({ sourceUrl }) => sourceUrl)

  it('has every vendor that can be read', () => {
    const missing = addresses.filter((address) => {
      const page = address.replace(/\/(?:incidents\.json|instances)$/, '')
      return !(address in LEFT_OUT) && !sources.some((source) => source === page || source.startsWith(`${page}/`))
    })
    expect(missing).toEqual([])
  })

  it('leaves out only what is on the list', () => {
    expect(Object.keys(LEFT_OUT).filter((address) => !addresses.includes(address))).toEqual([])
    expect(Object.keys(LEFT_OUT).filter((address) => sources.includes(address))).toEqual([])
  })
})

function expectUnique(values: string[]): void {
  expect(values.filter((value, index) => values.indexOf(value) !== index)).toEqual([])
}
