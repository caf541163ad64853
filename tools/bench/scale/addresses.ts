import { chanceOf, pick } from './chance.ts'
import { commonWord, rareWord, titles } from './texts.ts'
import type { World } from './world.ts'

/** What one kind of request asks for. `n` makes requests differ; the vendors are those of the small database. */
export interface Kind {
  what: string
  path(n: number, sample: Sample): string
  /** Counts the rows of an answer that grows with what it lists: its cost is judged for each row. */
  rows?(body: string): number
}

/** What requests name that only the database knows. */
export interface Sample {
  /** Public ids of random incidents, with their vendors. */
  incidents: { id: string; vendor: string }[]
  world: World
}

/** Of the small database, without vendor 1, which is the largest of the large one. */
const slugOf = (n: number) => `v${2 + (n % 99)}`
const FIGURES = ['incidents', 'downtime', 'rate', 'median', 'last']
const SECTION = /<(?:entry|item)>|BEGIN:VEVENT/g

/** No page reads `zone` but that of a moment: it makes addresses differ, and so none is answered from the cache. */
const once = (path: string, n: number) => `${path}${path.includes('?') ? '&' : '?'}zone=r${n}`

/** Files refuse what they do not read, so each is asked for as of another second. */
function onceFile(path: string, n: number, { world: { end } }: Sample): string {
  const asOf = new Date(end.getTime() - n * 1_000).toISOString()
  return `${path}${path.includes('?') ? '&' : '?'}asOf=${asOf}`
}

function momentOf(n: number, { world: { end } }: Sample): string {
  return new Date(end.getTime() - chanceOf(7, n)() * 9.9 * 365 * 86_400_000).toISOString()
}

/** A report of three vendors. */
function quarterOf(n: number): string {
  const vendors = [slugOf(n), slugOf(n + 1), slugOf(n + 2)]
  return `vendors=${vendors.join(',')}&quarter=${2018 + (n % 8)}-Q${1 + (n % 4)}`
}

const lines = (body: string) => body.split('\n').length - 1
const matches = (pattern: RegExp) => (body: string) => body.match(pattern)?.length ?? 0
const incidentOf = (n: number, { incidents }: Sample) => pick(chanceOf(8, n), incidents)

/**
 * The kinds of public pages, files and API reads whose cost may grow with what is stored; not images, further forms of the same
 * list, the API of Statuspage, or /mcp.
 */
export const KINDS: Kind[] = [
  { what: '/', path: (n) => once('/', n) },
  { what: '/ sorted by a figure', path: (n) => once(`/?sort=${FIGURES[n % FIGURES.length]}`, n) },
  { what: '/ narrowed by a name', path: (n) => `/?q=vendor+${n % 100}&zone=r${n}` },
  { what: '/vendors/V', path: (n) => once(`/vendors/${slugOf(n)}`, n) },
  { what: '/vendors/V of all time', path: (n) => once(`/vendors/${slugOf(n)}?window=all`, n) },
  { what: '/vendors/V with words', path: (n) => once(`/vendors/${slugOf(n)}?window=all&q=${commonWord(n + 30)}`, n) },
  { what: '/vendors/V?asOf', path: (n, sample) => `/vendors/${slugOf(n)}?asOf=${momentOf(n, sample)}` },
  {
    what: 'a permalink',
    path: (n, sample) => once(`/vendors/${incidentOf(n, sample).vendor}/incidents/${incidentOf(n, sample).id}/x`, n),
  },
  { what: '/at', path: (n, sample) => `/at?t=${momentOf(n, sample)}` },
  { what: '/search for a frequent word', path: (n) => once(`/search?q=${commonWord(n)}`, n) },
  { what: '/search for a rare word', path: (n) => `/search?q=${rareWord(n)}` },
  { what: '/search for two words', path: (n) => `/search?q=${commonWord(n + 40)}+${rareWord(n * 7)}` },
  {
    what: '/search for a title',
    path: (n) => `/search?q=${encodeURIComponent((titles[n % titles.length] as string).slice(2, 14))}`,
  },
  {
    what: '/search for a vendor and a month',
    path: (n) => once(`/search?q=${slugOf(n)}+2024-0${1 + (n % 9)}+${commonWord(n + 20)}`, n),
  },
  { what: '/compare', path: (n) => once(`/compare?vendors=${slugOf(n)},${slugOf(n + 1)},${slugOf(n + 2)}`, n) },
  { what: '/stack', path: (n) => once(`/stack?vendors=${slugOf(n)},${slugOf(n + 1)},${slugOf(n + 2)}`, n) },
  { what: '/stack/report', path: (n) => once(`/stack/report?${quarterOf(n)}`, n) },
  { what: '/stack/report.md', path: (n) => `/stack/report.md?${quarterOf(n)}` },
  { what: '/subscribe', path: (n) => once(`/subscribe?vendors=${slugOf(n)}`, n) },
  { what: '/methodology', path: (n) => once('/methodology', n) },
  { what: '/methodology/track-record', path: (n) => once('/methodology/track-record', n) },
  { what: '/feed.atom', path: (n, sample) => onceFile('/feed.atom', n, sample) },
  { what: '/vendors/V/feed.atom', path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/feed.atom`, n, sample) },
  { what: '/vendors/V/feed.rss', path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/feed.rss`, n, sample) },
  { what: '/vendors/V/feed.json', path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/feed.json`, n, sample) },
  { what: '/vendors/V/badge.svg', path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/badge.svg`, n, sample) },
  { what: '/vendors/V/metrics', path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/metrics`, n, sample) },
  {
    what: '/vendors/V/annotations.json',
    path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/annotations.json`, n, sample),
  },
  {
    what: '/vendors/V/calendar.ics',
    path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/calendar.ics`, n, sample),
    rows: matches(SECTION),
  },
  {
    what: '/vendors/V/incidents.csv of all time',
    path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/incidents.csv?window=all`, n, sample),
    rows: lines,
  },
  {
    what: '/vendors/V/incidents.ndjson of all time',
    path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/incidents.ndjson?window=all`, n, sample),
    rows: lines,
  },
  {
    what: '/vendors/V/evidence.zip',
    path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/evidence.zip`, n, sample),
  },
  {
    what: '/vendors/V/incidents.md',
    path: (n, sample) => onceFile(`/vendors/${slugOf(n)}/incidents.md`, n, sample),
    rows: matches(/^#+ /gm),
  },
  {
    what: '/stack/feed.atom',
    path: (n, sample) => onceFile(`/stack/feed.atom?vendors=${slugOf(n)},${slugOf(n + 1)}`, n, sample),
  },
  // The same list, which one file holds or several.
  {
    what: '/sitemap.xml, or a part of it',
    path: (n, { world }) => once(world.incidents > 40_000 ? '/sitemaps/incidents-0.xml' : '/sitemap.xml', n),
    rows: matches(/<loc>/g),
  },
  { what: '/llms.txt', path: (n) => once('/llms.txt', n) },
  { what: '/api/v1/vendors?limit=50', path: () => '/api/v1/vendors?limit=50' },
  { what: '/api/v1/vendor-names', path: () => '/api/v1/vendor-names', rows: matches(/"slug"/g) },
  { what: '/api/v1/vendors/V', path: (n) => `/api/v1/vendors/${slugOf(n)}` },
  { what: '/api/v1/vendors/V/incidents', path: (n) => `/api/v1/vendors/${slugOf(n)}/incidents` },
  {
    what: '/api/v1/vendors/V/candour',
    path: (n, sample) => `/api/v1/vendors/${slugOf(n)}/candour?asOf=${momentOf(n, sample)}`,
  },
  { what: '/api/v1/track-record', path: () => '/api/v1/track-record' },
  { what: '/api/v1/incidents/I', path: (n, sample) => `/api/v1/incidents/${incidentOf(n, sample).id}` },
  { what: '/api/v1/at', path: (n, sample) => `/api/v1/at?t=${momentOf(n, sample)}` },
  { what: '/api/v1/search', path: (n) => `/api/v1/search?q=${n % 2 === 0 ? commonWord(n) : rareWord(n)}` },
  { what: '/api/v1/restatements', path: () => '/api/v1/restatements' },
]
