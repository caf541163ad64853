import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Kind, Status } from '#lib/domain/incident.ts'
import type {
  Adapter,
  BackfillRead,
  Completeness,
  DocumentRequest,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  SourceDocument,
} from './adapter.ts'
import { toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import {
  hasField,
  type Item,
  needId,
  pathOf,
  readBlock,
  readDate,
  readItems,
  readLooseDate,
  readNumber,
  readState,
  readText,
  readTitle,
} from './wire/item.ts'
import { toBody } from './wire/markdown.ts'
import { parseRecords } from './wire/records.ts'
import { collectIncidents, createReport, newDocument, newIncident, type Report, warn } from './wire/report.ts'
import { newUpdate } from './wire/update.ts'

/**
 * Upptime keeps its incidents as issues of a GitHub repository. Issues labelled `status` are outages, opened and closed by its
 * robot; those labelled `maintenance` are planned work, with the window in an HTML comment of the text. Other labels are the
 * affected sites. https://upptime.js.org/docs/github-issues. Also read: the repository's `history/summary.json`, which lists
 * the sites.
 *
 * We have no response of the issues API for such a repository; this follows GitHub's documentation. An issue ends when it is
 * closed. Its text is its only update: GitHub gives comments one issue at a time and allows 60 requests an hour without a
 * token, so comments are counted but not read. The robot's mark before the title distinguishes down from degraded.
 */
export const upptime: Adapter = {
  platform: 'upptime',
  name: 'Upptime',
  poll: (sourceUrl) => LABELS.map((label) => issues(sourceUrl, label, 1)),
  probes: (siteUrl) => (repositoryOf(siteUrl) === null ? [] : [issues(siteUrl, 'status', 1)]),
  recognise,
  parse,
  backfill: { next },
  facts: {
    list: 'The newest 100 issues of each of two labels, `status` and `maintenance`, open or closed.',
    reach: 'A back-fill reads all pages of issues.',
    components: 'From the labels, which are the slugs of sites.',
    maintenance: 'With the window that an HTML comment in the issue states.',
    indicator: null,
    rate: 'GitHub allows 60 requests an hour without a token, for all sources together.',
    knownFrom:
      "real files of such repositories of 2026, https://upptime.js.org/docs/github-issues, and GitHub's documentation",
    quirks: [
      { fact: 'Comments would cost one request for each issue, so they are counted and not read.', seen: '2026' },
      { fact: 'Only the mark before the title tells down (🛑, 🟥) from degraded (⚠️, 🟨).', seen: '2026' },
    ],
  },
}

const LABELS = ['status', 'maintenance'] as const
type Label = (typeof LABELS)[number]

const PAGE_SIZE = 100

const STATES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ['open', null],
  ['closed', 'resolved'],
])
const PLAN_STATES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ['open', null],
  ['closed', 'completed'],
])

const MARKS: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ['🛑', 'major'],
  ['🟥', 'major'],
  ['⚠️', 'minor'],
  ['🟨', 'minor'],
])

/** The repository's API address, from its page or any address of the API; null when `url` is neither. */
function repositoryOf(url: string): string | null {
  const api = /^https?:\/\/[^/]+\/repos\/[^/]+\/[^/?#]+/.exec(url)?.[0]
  if (api !== undefined) return api
  const path = /^https?:\/\/github\.com\/([^/]+\/[^/?#]+)/.exec(url)?.[1]
  return path === undefined ? null : `https://api.github.com/repos/${path}`
}

function issues(url: string, label: Label, page: number): DocumentRequest {
  const query = `state=all&labels=${label}&sort=created&direction=desc&per_page=${PAGE_SIZE}&page=${page}`
  return { url: `${repositoryOf(url) ?? url}/issues?${query}`, maxBytes: 20 * 1024 * 1024 }
}

/** Reads both lists to their last page, which is the first empty one: a full one may hold issues that are not incidents. */
function next(sourceUrl: string, read: BackfillRead | null): DocumentRequest[] {
  if (read === null) return LABELS.map((label) => issues(sourceUrl, label, 1))
  if (read.parsed === null || read.parsed.incidents.length + read.parsed.quarantined.length === 0) return []
  const address = new URL(read.request.url)
  address.searchParams.set('page', String(Number(address.searchParams.get('page') ?? 1) + 1))
  return [{ ...read.request, url: address.href }]
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const records = attempt(() => readRecords(document, createReport())) ?? []
  const issue = records.find(isOwnIssue)
  if (issue !== undefined) {
    const sourceUrl = readText(issue, 'html_url')?.replace(/\/issues\/\d+$/, '') ?? null
    return { evidence: 'issues labelled "status" or "maintenance"', sourceUrl }
  }
  const path = /^https?:\/\/raw\.githubusercontent\.com\/([^/]+\/[^/]+)\//.exec(document.url ?? '')?.[1]
  return records.length === 0
    ? null
    : {
        evidence: 'sites with "uptime" and "dailyMinutesDown"',
        sourceUrl: path === undefined ? null : `https://github.com/${path}`,
      }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const records = readRecords(document, report)
  if (records.some(isSite)) {
    // It lists no incidents, so it says nothing about any kind.
    return newDocument(report, {
      incidents: [],
      completeness: 'part',
      kinds: [],
      components: uniqueComponents(records.flatMap(readSite)),
    })
  }
  const query = document.url === null ? null : new URL(document.url).searchParams
  const label = query?.get('labels')
  const kinds: Kind[] =
    label === 'status' ? ['incident'] : label === 'maintenance' ? ['maintenance'] : ['incident', 'maintenance']
  return newDocument(report, {
    incidents: collectIncidents(report, records.filter(isOwnIssue), readIssue),
    completeness: completenessOf(query, records.length),
    kinds,
  })
}

function readRecords(document: SourceDocument, report: Report): Item[] {
  const records = parseRecords(document, report)
  if (records.length > 0 && !records.some((record) => isOwnIssue(record) || isSite(record))) {
    throw new ParseError('neither issues nor the summary of an Upptime repository')
  }
  return records
}

function isSite(item: Item): boolean {
  return hasField(item, 'slug') && hasField(item, 'dailyMinutesDown')
}

/** GitHub counts pull requests as issues, and people open issues of their own. */
function isOwnIssue(item: Item): boolean {
  const isIssue = hasField(item, 'number') && hasField(item, 'html_url') && !hasField(item, 'pull_request')
  return isIssue && readLabels(item).some(isKindLabel)
}

function isKindLabel(name: string): boolean {
  return LABELS.some((label) => label === name)
}

function completenessOf(query: URLSearchParams | null, count: number): Completeness {
  if (query === null) return 'newest'
  if (Number(query.get('page') ?? 1) > 1) return 'part'
  return count < Number(query.get('per_page') ?? 30) ? 'whole' : 'newest'
}

function readLabels(item: Item): string[] {
  return readItems(item, 'labels').flatMap((label) => readText(label, 'name') ?? [])
}

function readIssue(item: Item): ParsedIncident {
  const labels = readLabels(item)
  const isMaintenance = labels.includes('maintenance')
  const { text, notes } = splitBody(item)
  const body = toBody(text, null, (message) => warn(item.report, pathOf(item, 'body'), message))
  const title = readTitle(item, 'title')
  const mark = [...MARKS.keys()].find((sign) => title.startsWith(sign)) ?? null
  const createdAt = readDate(item, 'created_at', undefined, { isNeeded: true })
  const [status, sourceStatus] = readState(item, 'state', isMaintenance ? PLAN_STATES : STATES, { isNeeded: true })
  return newIncident({
    externalId: needId(item, 'number'),
    title: (mark === null ? title : title.slice(mark.length).trim()) || title,
    ...(isMaintenance
      ? { kind: 'maintenance', impact: 'none', status }
      : { kind: 'incident', impact: MARKS.get(mark ?? '') ?? 'unknown', status }),
    sourceImpact: mark,
    sourceStatus,
    statedStartedAt: isMaintenance ? null : createdAt,
    // An issue that was opened again may have its former end.
    statedEndedAt: isMaintenance || sourceStatus === 'open' ? null : readDate(item, 'closed_at'),
    scheduledFrom: readDate(notes, 'start'),
    scheduledUntil: readDate(notes, 'end'),
    modifiedAt: readLooseDate(item, 'updated_at'),
    sourceUrl: toWebAddress(readText(item, 'html_url')),
    components: readAffected(labels, notes),
    declaredUpdateCount: 1 + (readNumber(item, 'comments') ?? 0),
    updates: createdAt === null ? [] : [newUpdate({ externalId: 'issue', postedAt: createdAt, ...body })],
    updatesComplete: false,
  })
}

/** The text of an issue, and the "key: value" notes in its HTML comment, whether on separate lines or on one. */
function splitBody(item: Item): { text: string; notes: Item } {
  const body = readBlock(item, 'body') ?? ''
  const comments = [...body.matchAll(/<!--([\s\S]*?)-->/g)]
  const [comment = '', inner = ''] = comments.find(([, text = '']) => NOTE_KEY.test(text)) ?? []
  const [, ...parts] = inner.split(NOTE_KEY)
  const value: Record<string, unknown> = {}
  for (let i = 0; i + 1 < parts.length; i += 2) value[parts[i] ?? ''] = parts[i + 1]?.split('\n', 1)[0]?.trim()
  return { text: body.replace(comment, ''), notes: { path: pathOf(item, 'body'), value, report: item.report } }
}

const NOTE_KEY = /(?:^|\s)(start|end|expectedDown|expectedDegraded):/

function readAffected(labels: readonly string[], notes: Item): ParsedComponent[] {
  const planned = ['expectedDown', 'expectedDegraded'].flatMap((key) => (readText(notes, key) ?? '').split(','))
  const slugs = [...labels.filter((label) => !isKindLabel(label)), ...planned.map((slug) => slug.trim())]
  return uniqueComponents(slugs.filter(Boolean).map((slug) => newComponent({ externalId: slug, name: slug })))
}

function readSite(item: Item): ParsedComponent[] {
  const slug = readText(item, 'slug')
  if (slug === null) return []
  return [
    newComponent({ externalId: slug, name: readText(item, 'name') ?? slug, sourceStatus: readText(item, 'status') }),
  ]
}
