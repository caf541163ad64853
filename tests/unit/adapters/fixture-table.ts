import type { Platform, SourceDocument } from '#lib/adapters/adapter.ts'
import { documentOf, jsonDocument } from './test-adapter.ts'

/** What a walk over the raw body finds, without any adapter. `named` are incidents that it only refers to. */
export interface RawCount {
  incidents: number
  updates: number
  named?: number
}

/** Files that one platform served, and how to count what is in them. */
export interface Served {
  files: RegExp
  platform: Platform
  count: (text: string) => RawCount
  /** The documents that a file holds where it is not one body as served. */
  documents?: (bytes: Buffer, name: string) => SourceDocument[]
}

/** Files that nobody serves as the history of a vendor, and why they cannot be read as one. */
export interface Refused {
  files: RegExp
  reason: string
}

export const SERVED: readonly Served[] = [
  {
    files: /^statuspage\/(?!cases\/title-trailing-space-incidentio).*\.json$/,
    platform: 'statuspage',
    count: (text) => countTimelines(JSON.parse(text), 'incident_updates'),
  },
  {
    files: /^statuspage\/.*\.jsonl$/,
    platform: 'statuspage',
    count: (text) => countTimelines(readLines(text), 'incident_updates'),
    documents: (bytes, name) => readLines(bytes.toString()).map((line) => jsonDocument(asStatuspageServes(line, name))),
  },
  {
    files: /^statuspage\/.*\.atom$/,
    platform: 'statuspage',
    count: (text) => ({ incidents: countMarks(text, '<entry>'), updates: countMarks(text, '&lt;small&gt;') }),
  },
  {
    files: /^statuspage\/history-page\//,
    platform: 'statuspage',
    count: (text) => ({ incidents: 0, updates: 0, named: countMarks(text, '&quot;code&quot;:') }),
  },
  {
    files: /^incidentio\/|^statuspage\/cases\/title-trailing-space-incidentio/,
    platform: 'incident-io',
    count: (text) => countTimelines(JSON.parse(text), 'incident_updates'),
  },
  {
    files: /^gcp\/|^docs-samples\/google-/,
    platform: 'google-cloud',
    count: (text) =>
      sum(
        readRecords(text),
        ({ updates, most_recent_update }) => lengthOf(updates) || Number(Boolean(most_recent_update)),
      ),
  },
  {
    files: /^aws\/aws-currentevents/,
    platform: 'aws',
    count: (text) => sum(JSON.parse(text), ({ event_log }) => lengthOf(event_log)),
  },
  {
    files: /^aws\/aws-datajson/,
    platform: 'aws',
    count: (text) => {
      const { archive, current } = JSON.parse(text)
      return sum([...archive, ...current], ({ description }) => countMarks(String(description), 'class="yellowfg"'))
    },
  },
  {
    files: /^aws\/.*\.rss$/,
    platform: 'aws',
    // An item is an update; the events of this feed are as many as the services that its guids name.
    count: (text) => ({
      incidents: new Set(Array.from(text.matchAll(/<guid[^>]*>([^<]*)_\d+</g), ([, service]) => service)).size,
      updates: countMarks(text, '<item>'),
    }),
  },
  {
    files: /^azure\//,
    platform: 'azure',
    count: (text) => ({ incidents: countMarks(text, '<item>'), updates: countMarks(text, '<item>') }),
  },
  {
    files: /^slack\//,
    platform: 'slack',
    count: (text) => sum(readRecords(text, 'active_incidents'), ({ notes }) => lengthOf(notes)),
  },
  {
    files: /^betterstack\//,
    platform: 'betterstack',
    count: (text) => {
      const { included }: { included: { type: string }[] } = JSON.parse(text)
      const countOfType = (wanted: string) => included.filter(({ type }) => type === wanted).length
      return { incidents: countOfType('status_report'), updates: countOfType('status_update') }
    },
  },
  {
    files: /^checkly\//,
    platform: 'checkly',
    count: (text) => countTimelines(JSON.parse(text), 'incidentUpdates'),
  },
  {
    files: /^instatus\/|^docs-samples\/instatus-/,
    platform: 'instatus',
    count: (text) => {
      const { activeIncidents, activeMaintenances } = JSON.parse(text)
      return { incidents: lengthOf(activeIncidents) + lengthOf(activeMaintenances), updates: 0 }
    },
  },
  {
    files: /^docs-samples\/statusio-/,
    platform: 'statusio',
    count: (text) => countTimelines(JSON.parse(text), 'messages'),
  },
  {
    files: /^docs-samples\/cachet-/,
    platform: 'cachet',
    count: (text) =>
      sum(JSON.parse(text).data, ({ attributes }) => countMarks(JSON.stringify(attributes), '"message":"')),
  },
  {
    files: /^docs-samples\/heroku-current/,
    platform: 'heroku',
    count: (text) => {
      const { incidents, scheduled } = JSON.parse(text)
      return sum([...incidents, ...scheduled], ({ updates }) => lengthOf(updates))
    },
  },
  {
    files: /^docs-samples\/heroku-incident/,
    platform: 'heroku',
    count: (text) => sum(JSON.parse(text), ({ updates }) => lengthOf(updates)),
  },
  {
    files: /^docs-samples\/salesforce-/,
    platform: 'salesforce',
    count: (text) => sum(JSON.parse(text), ({ IncidentEvents }) => lengthOf(IncidentEvents)),
  },
  {
    files: /^docs-samples\/sorry-page/,
    platform: 'sorry',
    // It is the page's own state, without its notices.
    count: () => ({ incidents: 0, updates: 0 }),
  },
  {
    files: /^upptime\/.*-summary\.json$/,
    platform: 'upptime',
    // It lists sites with their state, no outages.
    count: () => ({ incidents: 0, updates: 0 }),
  },
  {
    files: /^cstate\/.*\.md$/,
    platform: 'cstate',
    count: (text) => ({ incidents: 1, updates: Number(/^---\n[\s\S]*?\n---\s*\S/.test(text)) }),
    documents: (bytes, name) => [
      documentOf(bytes, { url: `https://raw.example/content/issues/${name.replace(/^.*\//, '')}` }),
    ],
  },
  {
    files: /^rss\/lambstatus/,
    platform: 'feed',
    count: (text) => ({ incidents: countMarks(text, '<item>'), updates: countMarks(text, '<small>') }),
  },
  {
    files: /^rss\/xai/,
    platform: 'feed',
    count: (text) => ({ incidents: countMarks(text, '<item>'), updates: countMarks(text, '<p><strong>') }),
  },
  {
    files: /^rss\/datocms/,
    platform: 'feed',
    // Its entries have one time each.
    count: (text) => ({ incidents: countMarks(text, '<entry>'), updates: countMarks(text, '<entry>') }),
  },
]

export const REFUSED: readonly Refused[] = [
  { files: /^README\.md$/, reason: 'describes the collection' },
  { files: /^datasets\/.*\.csv$/, reason: 'a table that researchers made of pages, no body that a page serves' },
  {
    files: /^datasets\/datocms/,
    reason: 'files of the repository of a site that has a program of its own; its feed is read',
  },
  {
    files: /^statusio\//,
    reason: "a collector's composition of several answers, without the frame of the platform's own",
  },
  { files: /^upptime\/.*history.*\.yml$/, reason: 'the present state of one site, no outage' },
  { files: /^upptime\/.*upptimerc\.yml$/, reason: "a site's configuration" },
  { files: /^cstate\/[^/]+\/config\.yml$/, reason: "a site's configuration" },
]

/** A collector kept the incidents of a list one a line; the platform serves them in a frame. */
function asStatuspageServes(line: unknown, name: string): unknown {
  if (typeof line === 'object' && line !== null && 'incident' in line) return line
  return name.includes('maintenances') ? { scheduled_maintenances: [line] } : { incidents: [line] }
}

/** Every object that has a timeline of this name, however deep, is an incident. */
function countTimelines(value: unknown, timeline: string): RawCount {
  const total = { incidents: 0, updates: 0 }
  if (typeof value !== 'object' || value === null) return total
  const entries = (value as Record<string, unknown>)[timeline]
  if (Array.isArray(entries)) {
    total.incidents += 1
    total.updates += entries.length
  }
  for (const inner of Object.values(value)) {
    const { incidents, updates } = countTimelines(inner, timeline)
    total.incidents += incidents
    total.updates += updates
  }
  return total
}

function sum(items: Record<string, unknown>[], updatesOf: (item: Record<string, unknown>) => number): RawCount {
  return { incidents: items.length, updates: items.reduce((total, item) => total + updatesOf(item), 0) }
}

/** The objects of a JSON array, of one an object has under `key`, or one a line. */
function readRecords(text: string, key = ''): Record<string, unknown>[] {
  if (/\}\n\{/.test(text)) return readLines(text) as Record<string, unknown>[]
  const value = JSON.parse(text)
  return Array.isArray(value) ? value : value[key]
}

function readLines(text: string): unknown[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0
}

function countMarks(text: string, mark: string): number {
  return text.split(mark).length - 1
}
