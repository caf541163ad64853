import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { closeDatabase } from '#lib/database/client.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
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
/** Posted ten minutes after the start, and again twenty minutes later. */
const posted = (days: number) =>
  [10, 30].map((minutes) =>
    anUpdate(`${days} ${minutes}`, { postedAt: ago(days - minutes * MINUTE), status: 'investigating' }),
  )
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
  often: {
    periods: [[30, 0, 'complete']],
    outages: [...Array.from({ length: 12 }, (_, index) => 30 - 2 * index), MINUTE * 20],
    state: 'degraded',
    async make(vendor) {
      const outages = [
        ...Array.from({ length: 12 }, (_, index) => outage(30 - 2 * index, { updates: posted(30 - 2 * index) })),
        outage(20 * MINUTE, { status: 'investigating', statedEndedAt: null }),
      ]
      // Read twice: of a page that was read once, nobody can say that nothing was withdrawn.
      for (const minutes of [3, 1]) await read(vendor, outages, minutes * MINUTE)
    },
  },
  unclear: {
    periods: [[800, 0, 'complete']],
    outages: [800],
    state: 'unknown',
    make: (vendor) => read(vendor, [outage(800), outage(2, { unclear: 'unknown status "Fixing"' })], MINUTE),
  },
}
const SLUGS = Object.keys(VENDORS)
/** Of these, enough is known of what came before to say how long an open outage may go on. */
const WITH_FORECAST = ['often']
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
function countDays({ periods }: Known, from: Date, to = NOW): { known: number; all: number } {
  const first = Math.ceil(from.getTime() / DAY_MS)
  const last = Math.floor((to - 1) / DAY_MS)
  let known = 0
  for (let day = first; day <= last; day++) {
    const [start, end] = [day * DAY_MS, Math.min((day + 1) * DAY_MS, to)]
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
    const told = await tellings(slug, window)
    const [major = null] =
      /Rated major or worse:[^.]+\.|None of this downtime has an impact rating[^.]+\./.exec(told.page ?? '') ?? []
    expect(major !== null).toBe(history.downtimeSeconds > 0)
    for (const [place, text] of Object.entries(told)) {
      const where = `${place} of ${slug} in ${window}: ${text.slice(0, 400)}`
      const [, some = null, of = null] = /We know (none|[\d,]+) of these ([\d,]+) days/.exec(text) ?? []
      const isPartlyKnown = isAnyKnown && known < 0.95 * all
      expect([some, of], where).toEqual(
        isPartlyKnown ? [known === 0 ? 'none' : String(known), String(all)] : [null, null],
      )
      if (major !== null) expect(text, where).toContain(major)
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
      if (/(?<!of )\b0 outages/.test(text)) expect(text, place).toContain('0 outages mentioning “zebra”')
    }
  })
})

describe.each(SLUGS)('what chance allows to be said of a vendor like "%s"', (slug) => {
  const { state, periods, outages } = VENDORS[slug] as Known
  const isOpen = state === 'degraded'

  it('is how long an open outage may go on, with the number it rests on, or that too few are known', async () => {
    const { page } = (await tellings(slug, '24m')) as { page: string }
    const { openIncidents } = await historyOf(slug, '24m')
    const forecast = /Of (\d+) similar outages that had gone on as long, half were over within another (\d+)m/.exec(
      page,
    )
    const tooFew = page.includes('Too few outages like this one are known to say how long it may go on')
    expect([forecast !== null, tooFew]).toEqual([WITH_FORECAST.includes(slug), isOpen && !WITH_FORECAST.includes(slug)])
    const said = openIncidents.filter((incident: object) => 'expected' in incident)
    expect(said.map(({ expected }: { expected: { count: number } | null }) => expected?.count ?? null)).toEqual(
      isOpen ? [WITH_FORECAST.includes(slug) ? 12 : null] : [],
    )
    const permalink = openIncidents[0] && visible(await fetchText(new URL(openIncidents[0].permalink).pathname))
    if (isOpen) expect(permalink).toMatch(forecast === null ? /Too few outages like this one/ : /Of 12 similar outages/)
  })

  it('is a rate with limits, a trend and an upper bound, each only where enough is known', async () => {
    const { page } = (await tellings(slug, '24m')) as { page: string }
    const { history, trend, from } = await historyOf(slug, '24m')
    const { known } = countDays(VENDORS[slug] as Known, from)
    const isBoundSet = known >= 60 && outages.some((days) => ago(days) >= from)
    if (slug !== 'lost') expect(history.atMost.all !== null, page).toBe(isBoundSet)
    expect(page.includes('The postings alone allow at most')).toBe(history.atMost.all !== null)
    if (history.atMost.all !== null) expect(history.atMost.all.percent).toBeLessThan(100)
    expect(page.includes('Per known month:')).toBe(history.rates.incidents !== null)
    if (known < 150) expect(history.rates.incidents).toBeNull()
    const isWhole = periods.some(([a, b]) => a >= 762 && b <= 31)
    if (!isWhole) expect(trend).toMatchObject({ trend: null, reason: 'not all is known' })
    if (trend.trend === null && periods.length > 0)
      expect(page).toMatch(/became more or less frequent .* can’t be said: /)
    expect(page).not.toMatch(/(?:More|Fewer) outages than in the year before/)
  })
})

/** The last quarter that is over, and the one before. */
const [LAST, BEFORE] = [1, 2].map((back) => {
  const today = new Date(NOW)
  const month = 3 * Math.floor(today.getUTCMonth() / 3) - 3 * back
  const from = new Date(Date.UTC(today.getUTCFullYear(), month))
  const name = `Q${from.getUTCMonth() / 3 + 1} ${from.getUTCFullYear()}`
  return { from, to: Date.UTC(today.getUTCFullYear(), month + 3), name }
}) as [Quarter, Quarter]
interface Quarter {
  from: Date
  to: number
  name: string
}

describe.each(SLUGS)('what is said of the reporting and of the last quarter of a vendor like "%s"', (slug) => {
  const facts = VENDORS[slug] as Known

  it('is how it reports, only where it had posted or was read again', async () => {
    const { page, Markdown } = (await tellings(slug, '24m')) as { page: string; Markdown: string }
    const candour = JSON.parse(await fetchText(`/api/v1/vendors/${slug}/candour?window=24m`))
    const isTold = slug === 'often'
    // An outage of "gap" was read again too, but it had no posting.
    expect(page.includes('How it was reported')).toBe(isTold || slug === 'gap')
    for (const text of [page, Markdown].filter((one) => one.includes('First posted when over'))) {
      expect(/First posted when over\W*0%\W*0 of 12 outages with a posting/.test(text)).toBe(isTold)
      expect(/Longest silence while open\W*30m/.test(text)).toBe(isTold)
      expect(text).toMatch(/Times in the text against times posted\W*not enough is known/)
    }
    expect(candour.firstPostedWhenOver).toEqual({ count: 0, of: isTold ? 12 : 0 })
    expect(candour.longestSilence?.seconds ?? null).toBe(isTold ? 1800 : null)
  })

  it('is a report that says how much it knows, or why there is none', async () => {
    const answer = await fetch(`${site.url}/stack/report.json?vendors=${slug}`)
    const begins = facts.periods.some(([from]) => ago(from).getTime() < LAST.to)
    expect(answer.status, await answer.text()).toBe(begins ? 200 : 400)
    const page = await (await fetch(`${site.url}/stack/report?vendors=${slug}`)).text()
    const text = visible(/<main[\s\S]*<\/main>/.exec(page)?.[0] ?? '')
    if (!begins) {
      expect(text).toMatch(/We have no history of this vendor (?:yet|in Q\d)/)
      return
    }
    const [last, before] = [LAST, BEFORE].map(({ from, to }) => countDays(facts, from, to)) as [
      ReturnType<typeof countDays>,
      ReturnType<typeof countDays>,
    ]
    expect(text).toContain(`${last.known} of ${last.all} days`)
    const isKnown = [last, before].every(({ known, all }) => known >= 0.95 * all)
    expect(/can’t be said: not all of both quarters is known/.test(text), text).toBe(!isKnown)
    // An outage in three months, or none, is nothing that chance does not give.
    expect(text).not.toMatch(/(?:More|Fewer) outages than in Q/)
    expect(text).toContain('A report of one vendor has no shared outages')
    if (last.known < 0.95 * last.all) expect(text).not.toMatch(/(?:at most )?[\d.]+%(?! interval)/)
    if (slug !== 'often') expect(text).toContain('Not enough is known: no outage with a posting is on record.')
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
    expect(troubled).toEqual(['open', 'often'])
    expect(text).toContain(`Two of ${SLUGS.length} vendors have an outage open: often is degraded, open is degraded.`)
    expect(text).toMatch(/80% of 12 similar outages were over within another (?:3[5-9]|40)m/)
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
      'None of the 5 other vendors whose history covers this time had an outage open. Our history of 5 other vendors does not cover this time',
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

  it('is a report whose shared outages are bounded by what is known of all', async () => {
    const text = visible(await fetchText('/stack/report?vendors=fresh,once'))
    expect(text).toContain('No two of them were down at once, as far as is posted. Not all of the quarter is known')
    expect(text.match(new RegExp(`outages than in ${BEFORE.name} can’t be said`, 'g'))?.length).toBeGreaterThan(0)
    expect(text).toContain('all 2 verdicts together hold at 90 percent')
    const whole = visible(await fetchText('/stack/report?vendors=fresh,open'))
    expect(whole).toContain('No two of them were down at once, as far as is posted.')
    expect(whole).not.toContain('Not all of the quarter is known')
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
