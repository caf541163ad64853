import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { closeDatabase } from '#lib/database/client.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { aSource, type IngestOptions, ingest } from '#tests/support/ingest.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'

/**
 * Every sentence that claims something (a state, none, no other, a rate, a percentage, how much is known) is read wherever it is
 * given, for vendors of which more and less is known, and held against what this test knows of them.
 */

const DAY_MS = 86_400_000
const MINUTE = 1 / 1440
const NOW = Math.floor(Date.now() / 1000) * 1000
/** An instant so many days ago. */
const ago = (days: number) => new Date(NOW - days * DAY_MS)

type Quality = 'complete' | 'partial'

interface Known {
  /** What is known of it: from and to, in days ago. */
  periods: [from: number, to: number, quality: Quality][]
  /** The days ago on which its outages began; each lasts an hour, or goes on. */
  outages: number[]
  state: 'up' | 'degraded' | 'unknown'
  make(vendor: string): Promise<unknown>
}

const outage = (days: number, over: Partial<ParsedIncident> = {}) =>
  anIncident(`of ${days} days ago`, {
    statedStartedAt: ago(days),
    statedEndedAt: ago(days - 1 / 24),
    updates: [],
    ...over,
  })
/** Two hours of maintenance, in two days. */
const PLAN = anIncident('plan', {
  kind: 'maintenance',
  status: 'scheduled',
  statedStartedAt: null,
  statedEndedAt: null,
  scheduledFrom: ago(-2),
  scheduledUntil: ago(-2 - 1 / 12),
  updates: [],
})
const read = (vendor: string, incidents: ParsedIncident[], days: number, over: Partial<IngestOptions> = {}) =>
  ingest(aDocument(incidents, { completeness: 'whole' }), {
    vendor,
    url: `https://status.${vendor}.example`,
    readAt: ago(days),
    ...over,
  })

const VENDORS: Record<string, Known> = {
  never: {
    periods: [],
    outages: [],
    state: 'unknown',
    make: (vendor) => aSource({ vendor, url: 'https://status.never.example' }),
  },
  sample: {
    periods: [[400, 200, 'complete']],
    outages: [400],
    state: 'unknown',
    make: (vendor) => read(vendor, [outage(400)], 200, { url: null, origin: 'sample' }),
  },
  once: {
    periods: [[140, 100, 'complete']],
    outages: [140, 120],
    state: 'unknown',
    make: (vendor) => read(vendor, [outage(140), outage(120)], 100, { url: null }),
  },
  gap: {
    periods: [
      [400, 300, 'complete'],
      [100, 0, 'complete'],
    ],
    outages: [400, 350, 100],
    state: 'up',
    async make(vendor) {
      await read(vendor, [outage(400), outage(350)], 300)
      const newest = aDocument([outage(100)], { completeness: 'newest' })
      await ingest(newest, { vendor, url: 'https://status.gap.example', readAt: ago(MINUTE) })
    },
  },
  part: {
    periods: [[6 * MINUTE, 0, 'partial']],
    outages: [],
    state: 'up',
    async make(vendor) {
      for (const minutes of [6, 2]) {
        const open = aDocument([], { completeness: 'open' })
        await ingest(open, { vendor, url: 'https://status.part.example', readAt: ago(minutes * MINUTE) })
      }
    },
  },
  fresh: {
    periods: [[800, 0, 'complete']],
    outages: [800, 350, 20],
    state: 'up',
    make: (vendor) => read(vendor, [outage(800), outage(350), outage(20), PLAN], MINUTE),
  },
  stale: {
    periods: [[800, 60, 'complete']],
    outages: [800, 70],
    state: 'unknown',
    make: (vendor) => read(vendor, [outage(800), outage(70)], 60),
  },
  lost: {
    periods: [[800, 60, 'complete']],
    outages: [800, 61],
    state: 'unknown',
    make: (vendor) => read(vendor, [outage(800), outage(61, { status: 'investigating', statedEndedAt: null })], 60),
  },
  open: {
    periods: [[800, 0, 'complete']],
    outages: [800, 1],
    state: 'degraded',
    make: (vendor) => read(vendor, [outage(800), outage(1, { status: 'investigating', statedEndedAt: null })], MINUTE),
  },
  unclear: {
    periods: [[800, 0, 'complete']],
    outages: [800],
    state: 'unknown',
    make: (vendor) => read(vendor, [outage(800), outage(2, { unclear: 'unknown status "Fixing"' })], MINUTE),
  },
}
const SLUGS = Object.keys(VENDORS)
const WINDOWS = { '24m': 'in the last 2 years', '90d': 'in the last 90 days', all: null }

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  process.env.DATABASE_URL = site.databaseUrl
  process.env.OUTAGE_HISTORY_ROLE = 'worker'
  for (const [vendor, { make }] of Object.entries(VENDORS)) await make(vendor)
}, 300_000)
afterAll(async () => {
  await closeDatabase()
  await site.stop()
})

async function fetchText(path: string): Promise<string> {
  const answer = await fetch(`${site.url}${path}`)
  const text = await answer.text()
  expect(answer.status, `${path}: ${text.slice(0, 200)}`).toBe(200)
  return text
}

/** What a reader sees: no tags, scripts and styles, one blank for many, typographic signs as they are. */
function visible(html: string): string {
  return html
    .replace(/<(script|style|template)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<title>[\s\S]*?<\/title>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/&#(?:x27|39);/g, "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
}

/** Everywhere that a vendor's history is told in prose, by name of the place. */
async function tellings(slug: string, window: string, more = ''): Promise<Record<string, string>> {
  const query = `?window=${window}${more}`
  const page = await fetchText(`/vendors/${slug}${query}`)
  const [, preview = ''] = /<meta name="description" content="([^"]*)"/.exec(page) ?? []
  return {
    page: visible(/<main[\s\S]*<\/main>/.exec(page)?.[0] ?? ''),
    preview: preview.replaceAll('&#x27;', "'"),
    card: visible(await fetchText(`/vendors/${slug}/embed${query}`)),
    Markdown: await fetchText(`/vendors/${slug}/incidents.md${query}`),
  }
}

/** The days of a window that are known, each day looked at by itself. */
function countDays({ periods }: Known, from: Date): { known: number; all: number } {
  const first = Math.ceil(from.getTime() / DAY_MS)
  const last = Math.floor((NOW - 1) / DAY_MS)
  let known = 0
  for (let day = first; day <= last; day++) {
    const [start, end] = [day * DAY_MS, Math.min((day + 1) * DAY_MS, NOW)]
    const covered = periods.reduce((sum, [a, b]) => {
      const [begin, stop] = [Math.max(start, ago(a).getTime()), Math.min(end, ago(b).getTime())]
      return sum + Math.max(0, stop - begin)
    }, 0)
    if (covered >= 0.95 * (end - start)) known += 1
  }
  return { known, all: last - first + 1 }
}

async function historyOf(slug: string, window: string) {
  const vendor = JSON.parse(await fetchText(`/api/v1/vendors/${slug}?window=${window}`))
  return { ...vendor, from: new Date(vendor.history.window.from) }
}

describe.each(SLUGS)('what is said of a vendor like "%s"', (slug) => {
  const facts = VENDORS[slug] as Known

  it('is its state, the same on page, card, badge and API, and only if it was read lately', async () => {
    const { page, card } = (await tellings(slug, '24m')) as { page: string; card: string }
    const badge = await fetchText(`/vendors/${slug}/badge.svg`)
    expect((await historyOf(slug, '24m')).state).toBe(facts.state)
    expect(badge).toContain(`<title>${slug}: ${facts.state}</title>`)
    const sentence = {
      up: `${slug} is up right now`,
      degraded: `${slug} has a problem right now`,
      unknown: `${slug}'s state is not known`,
    }[facts.state]
    for (const text of [page, card]) {
      expect(text).toContain(sentence)
      if (facts.state !== 'up') expect(text).not.toContain('is up right now')
      if (facts.state === 'unknown') expect(text).not.toMatch(/(?:is down|has a problem) right now/)
    }
  })

  it.each(Object.keys(WINDOWS))('is what is known of the window %s', async (window) => {
    const { history, from } = await historyOf(slug, window)
    const { known, all } = countDays(facts, from)
    expect([history.coverage.knownDays, history.coverage.days]).toEqual([known, all])
    const started = facts.outages.filter((days) => ago(days) >= from).length
    expect(history.incidentCount).toBe(started)
    const isAnyKnown = facts.periods.some(([, to]) => ago(to) > from)
    const isWhole = facts.periods.some(([a, b, quality]) => quality === 'complete' && ago(a) <= from && b === 0)
    expect(history.coverage.complete).toBe(isWhole)
    for (const [place, text] of Object.entries(await tellings(slug, window))) {
      const where = `${place} of ${slug} in ${window}: ${text.slice(0, 400)}`
      const [, told = null, of = null] = /We know (none|[\d,]+) of these ([\d,]+) days/.exec(text) ?? []
      const isPartlyKnown = isAnyKnown && known < 0.95 * all
      expect([told, of], where).toEqual(
        isPartlyKnown ? [known === 0 ? 'none' : String(known), String(all)] : [null, null],
      )
      if (known < 60) expect(text, where).not.toMatch(/averaging|per month\./)
      if (!isAnyKnown && started === 0)
        expect(text, where).not.toMatch(/\b0 outages in the|without a posted incident \d/)
      if (!isWhole) expect(text, where).not.toContain('The whole window is known')
      if (known < 0.95 * all) expect(text, where).not.toMatch(/posted incident\s?(?:at most )?[\d.]+%/)
    }
  })

  it('is nothing of the rest of the time under a filter that matches nothing', async () => {
    for (const [place, text] of Object.entries(await tellings(slug, '24m', '&q=zebra'))) {
      expect(text, place).not.toMatch(/posted incident\s?(?:at most )?[\d.]+%|averaging/)
      if (text.includes('0 outages')) expect(text, place).toContain('0 outages mentioning “zebra”')
    }
  })
})

describe('what is said of several', () => {
  const readLately = SLUGS.filter((slug) => VENDORS[slug]?.state !== 'unknown')
  const troubled = SLUGS.filter((slug) => VENDORS[slug]?.state === 'degraded')
  /** The vendors of which this time, in days ago, is completely known. */
  const knownAt = (from: number, to = from) =>
    SLUGS.filter((slug) =>
      VENDORS[slug]?.periods.some(([a, b, quality]) => quality === 'complete' && a >= from && b <= to),
    )

  it('on the list of vendors is said of those that were read lately', async () => {
    const text = visible(await fetchText('/'))
    expect(troubled).toEqual(['open'])
    expect(text).toContain(`One of ${SLUGS.length} vendors has an outage open: open is degraded.`)
    const unread = SLUGS.length - readLately.length
    expect(unread).toBe(6)
    expect(text).toMatch(/Six have not been read lately|Six have not been (?:checked|read) recently/)
  })

  it('of a moment counts the vendors of which it is known', async () => {
    for (const days of [350, 250, 150, 50]) {
      const text = visible(await fetchText(`/at?t=${ago(days).toISOString()}`))
      expect(text).toContain(`for ${knownAt(days).length} of ${SLUGS.length} vendors`)
    }
  })

  it('beside an incident names those of which its time is not known', async () => {
    const { incidents } = JSON.parse(await fetchText('/api/v1/vendors/gap/incidents?window=all'))
    const incident = incidents.find(({ title }: { title: string }) => title.includes('of 100 days'))
    const text = visible(await fetchText(new URL(incident.permalink).pathname))
    const known = knownAt(100, 100 - 1 / 24).filter((slug) => slug !== 'gap')
    expect(known).toHaveLength(5)
    expect(text).toContain(
      'None of the 5 other vendors whose history covers this time had an outage open. Our history of 4 other vendors does not cover this time',
    )
    expect(text).not.toContain('No other vendor')
  })

  it('compares within the common time, and not where that is too short', async () => {
    expect(visible(await fetchText('/compare?vendors=fresh,gap'))).toMatch(/known for both/)
    const short = visible(await fetchText('/compare?vendors=fresh,once'))
    expect(short).toContain('Only 40 days in the last 2 years are known for both, which is too little to compare them.')
    expect(short).not.toMatch(/posted (?:less|the least)|This is based on/)
    expect(visible(await fetchText('/compare?vendors=once,gap'))).not.toMatch(
      /posted (?:less|the least)|This is based on/,
    )
  })

  it('adds up to a stack that says how much is known of all', async () => {
    const text = visible(await fetchText('/stack?vendors=fresh,once'))
    expect(text).toMatch(/We know \d+ of these 73\d days for all of them\./)
    expect(text).not.toContain('averaging')
    expect(visible(await fetchText('/stack?vendors=never,fresh'))).toMatch(
      /We know none of these 73\d days for all of them\./,
    )
  })

  it('is free of overlaps only where all of it is known', async () => {
    const [whole, partly] = [
      visible(await fetchText('/stack?vendors=fresh,open')),
      visible(await fetchText('/stack?vendors=fresh,stale')),
    ]
    expect(whole).toContain('No two of them posted incidents for the same time.')
    expect(whole).not.toContain('As far as we know')
    expect(partly).toContain('As far as we know, no two of them posted incidents for the same time.')
  })
})

describe('what is planned', () => {
  const clock = (days: number) => ago(days).toISOString().slice(11, 16)

  it('is told with its start and end wherever somebody may depend on it, and nowhere else', async () => {
    for (const path of ['/', '/vendors/fresh', '/vendors/fresh?kind=maintenance', '/stack?vendors=fresh,gap']) {
      const text = visible(await fetchText(path))
      expect(text, path).toContain('Planned · not counted before it starts')
      expect(text, path).toMatch(
        new RegExp(`Incident plan ?\\w{3} \\d+, \\d{4}, ${clock(-2)} → [^→]*${clock(-2 - 1 / 12)} UTC`),
      )
    }
    for (const path of ['/vendors/gap', '/stack?vendors=gap,open'])
      expect(visible(await fetchText(path)), path).not.toContain('Planned')
  })

  it('is said in full by its own page, and counts in nothing', async () => {
    const { planned } = await historyOf('fresh', '24m')
    const text = visible(await fetchText(new URL(planned[0].permalink).pathname))
    expect(text).toContain('fresh’s maintenance is scheduled to start ')
    expect(text).toMatch(/ and to end \w{3} \d+, \d{4}, \d\d:\d\d UTC\. It is not counted before it starts\./)
    const { history } = JSON.parse(await fetchText('/api/v1/vendors/fresh?kind=maintenance'))
    expect([history.incidentCount, history.downtimeSeconds]).toEqual([0, 0])
  })
})
