import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { valueText } from '#components/chart/month-scale.ts'
import { FEWEST_DAYS } from '#lib/domain/coverage.ts'
import { formatDuration } from '#lib/domain/format.ts'
import { IMPACTS, type Kind } from '#lib/domain/incident.ts'
import { combinationsOf } from '../../support/combinations.ts'
import { type RunningSite, startSite } from '../../support/site.ts'

/**
 * Page, API, CSV and feed are asked for combinations of a filter's values in which each stands alone and each two
 * meet, or for all with `npm run test:full`, and must agree with figures that are computed here, in the plainest way there is,
 * from the list of everything that is held.
 */

const DAY_MS = 86_400_000

/** Windows as a reader writes them, with the instants that they must mean at `asOf`. */
const WINDOWS: Record<string, (asOf: Date) => [from: string | Date, to: string | Date]> = {
  all: (asOf) => [new Date(0), asOf],
  '24m': (asOf) => [yearsBefore(asOf, 2), asOf],
  '90d': (asOf) => [new Date(asOf.getTime() - 90 * DAY_MS), asOf],
  '2025': () => ['2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
  '2025-Q3': () => ['2025-07-01T00:00:00Z', '2025-10-01T00:00:00Z'],
  '2025-06': () => ['2025-06-01T00:00:00Z', '2025-07-01T00:00:00Z'],
  '2026-08': () => ['2026-08-01T00:00:00Z', '2026-09-01T00:00:00Z'],
  '2024-11-15..2025-10-20': () => ['2024-11-15T00:00:00Z', '2025-10-21T00:00:00Z'],
}
/** As of a midnight, and as of the middle of an incident. */
const VENDORS = [
  { slug: 'courier', component: null, word: 'delay', instants: ['2026-07-01T00:00:00Z', '2025-10-20T10:00:00Z'] },
  {
    slug: 'anthropic',
    component: 'claude.ai',
    word: 'elevated',
    instants: ['2026-08-23T00:00:00Z', '2026-08-20T19:30:00Z'],
  },
]
const IMPACT_CHOICES = [null, 'minor', 'major'] as const
const STATUS_CHOICES = [null, 'resolved'] as const

interface Incident {
  id: string
  title: string
  kind: Kind
  impact: (typeof IMPACTS)[number]
  status: string | null
  startedAt: string | null
  endedAt: string | null
  startedAfter: string | null
  startedBefore: string | null
  durationBasis: string
  durationSeconds: number | null
  components: string[]
  updates: { body: string }[]
}

interface Filters {
  window: string
  kind: Kind | 'all'
  impact: (typeof IMPACT_CHOICES)[number]
  status: (typeof STATUS_CHOICES)[number]
  component: string | null
  q: string | null
  asOf: string
}

let site: RunningSite
let asked = 0

beforeAll(async () => {
  // Behind a proxy, since so many questions of one visitor meet the limit that every visitor has.
  site = await startSite({ env: { SAMPLE: 'on', TRUST_PROXY: 'on' } })
}, 300_000)

afterAll(async () => {
  await site?.stop()
})

describe.each(VENDORS)('the history of $slug', ({ slug, component, word, instants }) => {
  it.each(instants)(
    'has the same figures on page, API, CSV and feed as of %s, however it is filtered',
    async (asOf) => {
      const held = await listHeld(slug)
      expect(held.length).toBeGreaterThan(20)
      let answers = 0
      let matches = 0
      for (const filters of allFilters({ component, word, asOf })) {
        const expected = answer(held, filters)
        await compare(slug, filters, expected)
        answers += 1
        if (expected.ids.length > 0) matches += 1
      }
      process.stdout.write(`${slug} as of ${asOf}: ${answers} questions, of which ${matches} find something\n`)
      // A filter that nothing gets through proves little.
      expect(matches / answers).toBeGreaterThan(0.1)
    },
    600_000,
  )
})

function allFilters({ component, word, asOf }: { component: string | null; word: string; asOf: string }): Filters[] {
  // One that begins later than the instant is refused.
  const hasStarted = ([, spanOf]: [string, (typeof WINDOWS)[string]]) =>
    new Date(spanOf(new Date(asOf))[0]) < new Date(asOf)
  const filters = combinationsOf({
    window: Object.entries(WINDOWS)
      .filter(hasStarted)
      .map(([window]) => window),
    kind: ['all', 'incident', 'maintenance'],
    impact: IMPACT_CHOICES,
    status: STATUS_CHOICES,
    component: [null, ...(component === null ? [] : [component])],
    q: [null, word],
  } as const)
  return filters.map((filter) => ({ ...filter, asOf }))
}

interface Answer {
  /** Newest first. */
  ids: string[]
  downtimeSeconds: number
  incidentSeconds: number
  unknownDurationCount: number
  unknownImpactCount: number
  longestSeconds: number | null
}

/** The rules of /methodology without any of the site's own code. */
function answer(held: Incident[], filters: Filters): Answer {
  const asOf = new Date(filters.asOf)
  const [from, to] = (WINDOWS[filters.window]?.(asOf) ?? []).map((at) => Math.min(Number(new Date(at)), Number(asOf)))
  if (from === undefined || to === undefined) throw new Error(`No such window: ${filters.window}`)
  const matching = held.filter((incident) => matches(incident, filters))
  const inWindow = matching.filter((incident) => startsIn(incident, filters.window, from, to))
  const spans = matching
    .map((incident) => spanOf(incident, Number(asOf)))
    .filter((span) => span !== null)
    .map(([start, end]): [number, number] => [Math.max(start, from), Math.min(end, to)])
    .filter(([start, end]) => start < end)
    .sort(([a], [b]) => a - b)
  let downtimeMs = 0
  let until = from
  for (const [start, end] of spans) {
    downtimeMs += Math.max(0, end - Math.max(start, until))
    until = Math.max(until, end)
  }
  const durations = inWindow
    .filter((incident) => incident.endedAt !== null && Number(new Date(incident.endedAt)) <= Number(asOf))
    .flatMap((incident) => {
      const span = spanOf(incident, Number(asOf))
      return span === null ? [] : [(span[1] - span[0]) / 1000]
    })
  return {
    ids: inWindow.map(({ id }) => id),
    downtimeSeconds: Math.floor(downtimeMs / 1000),
    incidentSeconds: Math.floor(spans.reduce((sum, [start, end]) => sum + end - start, 0) / 1000),
    unknownDurationCount: inWindow.filter((incident) => spanOf(incident, Number(asOf)) === null).length,
    unknownImpactCount:
      filters.impact === 'major'
        ? held.filter(
            (incident) =>
              incident.impact === 'unknown' &&
              matches(incident, { ...filters, impact: null }) &&
              startsIn(incident, filters.window, from, to),
          ).length
        : 0,
    longestSeconds: durations.length === 0 ? null : Math.max(...durations),
  }
}

function matches(incident: Incident, { kind, impact, status, component, q }: Filters): boolean {
  const said = [incident.title, ...incident.updates.map(({ body }) => body)].join('\n').toLowerCase()
  return (
    (kind === 'all' || incident.kind === kind) &&
    (impact === null || IMPACTS.indexOf(incident.impact) >= IMPACTS.indexOf(impact)) &&
    (status === null || incident.status === status) &&
    (component === null || incident.components.includes(component)) &&
    (q === null || said.includes(q))
  )
}

function startsIn(incident: Incident, window: string, from: number, to: number): boolean {
  const { startedAt, startedAfter, startedBefore } = incident
  if (startedAt !== null) return at(startedAt) >= from && at(startedAt) < to
  if (window === 'all') return startedAfter === null || at(startedAfter) < to
  return startedAfter !== null && startedBefore !== null && at(startedAfter) >= from && at(startedBefore) <= to
}

function spanOf(incident: Incident, asOf: number): [number, number] | null {
  const { startedAt, endedAt, durationBasis } = incident
  if (startedAt === null || at(startedAt) >= asOf || durationBasis === 'single' || durationBasis === 'impossible')
    return null
  return [at(startedAt), Math.min(endedAt === null ? asOf : at(endedAt), asOf)]
}

async function compare(slug: string, filters: Filters, expected: Answer): Promise<void> {
  const query = new URLSearchParams(
    Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== null),
  )
  const [vendor, list, page, csv, feed] = await Promise.all([
    read(`/api/v1/vendors/${slug}?${query}`).then((text) => JSON.parse(text)),
    read(`/api/v1/vendors/${slug}/incidents?${query}&limit=100`).then((text) => JSON.parse(text)),
    read(`/vendors/${slug}?${query}`),
    read(`/vendors/${slug}/incidents.csv?${query}`).then((text) =>
      parse<{ id: string }>(text, { columns: true, bom: true }),
    ),
    read(`/vendors/${slug}/feed.json?${query}`).then((text) => JSON.parse(text)),
  ])
  const { history } = vendor
  const ids = expected.ids.toSorted()
  const feedIds: string[] = feed.items.map((item: { url: string }) => idsIn(item.url)[0])
  const listed: string[] = list.incidents.map(({ id }: Incident) => id)
  const { total, ...shown } = figuresOnPage(page)
  expect({
    filters,
    api: {
      downtimeSeconds: history.downtimeSeconds,
      incidentSeconds: history.incidentSeconds,
      unknownDurationCount: history.unknownDurationCount,
      unknownImpactCount: history.unknownImpactCount,
      incidentCount: history.incidentCount,
      longestSeconds: history.longest?.durationSeconds ?? null,
      secondsOfMonths: sumOf(history.monthly),
    },
    listed: listed.toSorted(),
    csv: csv.map(({ id }) => id).toSorted(),
    // A feed is ordered and cut by what was said last, and has what is open in addition.
    feed: { strangers: feedIds.filter((id) => !ids.includes(id)), isFull: feedIds.length >= Math.min(50, ids.length) },
    page: shown,
  }).toEqual({
    filters,
    api: {
      downtimeSeconds: expected.downtimeSeconds,
      incidentSeconds: expected.incidentSeconds,
      unknownDurationCount: expected.unknownDurationCount,
      unknownImpactCount: expected.unknownImpactCount,
      incidentCount: ids.length,
      longestSeconds: expected.longestSeconds,
      secondsOfMonths: expected.downtimeSeconds,
    },
    listed: ids,
    csv: ids,
    feed: { strangers: [], isFull: true },
    page: {
      counts: [ids.length, ids.length],
      months:
        history.coverage.days < FEWEST_DAYS
          ? null
          : history.monthly.map(({ incidentCount, downtimeSeconds }: MonthRow) => [
              valueText('incidents', incidentCount),
              valueText('downtime', downtimeSeconds),
            ]),
      ids: listed.slice(0, 24),
    },
  })
  // A sentence has no total where there is nothing to add up.
  if (expected.downtimeSeconds > 0 || total !== null)
    expect({ filters, total }).toEqual({ filters, total: formatDuration(expected.downtimeSeconds) })
}

interface MonthRow {
  incidentCount: number | null
  downtimeSeconds: number | null
}

/** What a reader sees: the two counts (sentence, list), the total of the sentence, the months oldest first, the first page's incidents. */
function figuresOnPage(html: string) {
  const [head = '', body = ''] = html.split('id="incidents"')
  const sentence = /<meta name="description" content="([^"]*)"/.exec(html)?.[1] ?? ''
  const inSentence = / had ([\d,]+) /.exec(sentence)?.[1] ?? (sentence.startsWith('We have no history') ? '0' : 'none')
  const inList =
    /<span class="text-soft">([\d,]+) (?:outage|maintenance|notice|posting)s?<\/span>/.exec(head)?.[1] ?? 'none'
  const table = /<table class="month-table(?:(?!<\/table>).)*?per month(?:(?!<\/table>).)*<\/table>/s.exec(head)?.[0]
  // After each figure come its parts by impact.
  const rows = [...(table?.matchAll(/<td>([^<]*)(?:<span[^>]*>[^<]*<\/span>)?<\/td><td>([^<]*)/g) ?? [])]
  return {
    counts: [inSentence, inList].map((text) => Number(text.replaceAll(',', ''))),
    total: / totaling (under 1m|[\dhm ]*[hm])/.exec(sentence)?.[1] ?? null,
    months: table === undefined ? null : rows.map(([, count, downtime]) => [count, downtime]).reverse(),
    ids: [...body.matchAll(/<h3[^>]*><a href="([^"]*)"/g)].flatMap(([, href]) => idsIn(href ?? '')),
  }
}

function idsIn(text: string): string[] {
  return [...text.matchAll(/\/incidents\/([0-9a-hjkmnp-tv-z]{12})\b/g)].map(([, id]) => id ?? '')
}

async function listHeld(slug: string): Promise<Incident[]> {
  const held: Incident[] = []
  for (let cursor = ''; ; ) {
    const page = JSON.parse(await read(`/api/v1/vendors/${slug}/incidents?window=all&kind=all&limit=100${cursor}`))
    held.push(...page.incidents)
    if (page.nextCursor === null) return held
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
  }
}

async function read(path: string, triesLeft = 2): Promise<string> {
  asked += 1
  const response = await fetch(site.url + path, {
    headers: { 'x-forwarded-for': `198.51.${(asked >> 8) & 255}.${asked & 255}` },
  })
  const text = await response.text()
  // What a busy machine does not read in time is asked for again, as the answer says.
  if (response.status === 503 && triesLeft > 0) {
    await sleep(Number(response.headers.get('retry-after')) * 1000)
    return await read(path, triesLeft - 1)
  }
  if (!response.ok) throw new Error(`${response.status} from ${path}: ${text.slice(0, 500)}`)
  return text
}

function sumOf(months: MonthRow[]): number {
  return months.reduce((total, { downtimeSeconds }) => total + (downtimeSeconds ?? 0), 0)
}

function at(instant: string): number {
  return Date.parse(instant)
}

function yearsBefore(instant: Date, years: number): Date {
  const then = new Date(instant)
  then.setUTCFullYear(then.getUTCFullYear() - years)
  return then
}
