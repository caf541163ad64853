import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Status } from '#lib/domain/incident.ts'
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
import { addressBefore, joinAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import { parseCstateJson } from './wire/cstate-json.ts'
import { readIssueSource } from './wire/cstate-source.ts'
import { parseCstateTime } from './wire/cstate-time.ts'
import { decodeText } from './wire/decode.ts'
import {
  hasField,
  type Item,
  readDate,
  readItems,
  readLooseDate,
  readState,
  readText,
  readTexts,
  readTitle,
  readWord,
  toWord,
} from './wire/item.ts'
import { readBody } from './wire/markdown.ts'
import { WHOLE } from './wire/records.ts'
import { collectIncidents, createReport, newDocument, newIncident, type Report } from './wire/report.ts'
import { newUpdate } from './wire/update.ts'

/**
 * cState, a static site built by Hugo: `/issues/index.json` lists all issues without their texts, `/index.json` lists the
 * systems with their unresolved issues, `/issues/<slug>/index.json` is one issue with its text.
 * https://github.com/cstate/cstate, layouts
 *
 * Also read: the Markdown in which issues are written. We have 222 of those and no JSON, so JSON is read as its templates write
 * it; those of 5.0 to 5.0.4 leave a comma after a list, and line ends in texts. The platform `feed` reads the site's feed. An
 * issue's id is the last part of its address, which Hugo derives from its file name in lower case; without a file name, its id
 * is its day and title.
 *
 * The only status is `resolved`, in many spellings, and there are no updates: the text is the single update, as of the site's
 * build. Times are in whatever form the author used, UTC where no zone is given; an end without a zone has its start's. An end
 * before the resolution is only planned. Issues that only inform, or have severity "notice", are notices.
 */
export const cstate: Adapter = {
  platform: 'cstate',
  name: 'cState',
  poll: (sourceUrl) => [issueList(sourceUrl), { url: joinAddress(sourceUrl, 'index.json') }],
  probes: (siteUrl) => [{ url: joinAddress(siteUrl, 'index.json') }],
  recognise,
  parse,
  backfill: { next },
  facts: {
    list: 'All issues without their texts, and the systems with their unresolved issues.',
    reach: 'All of it, to the first issue. A back-fill adds the texts.',
    components: 'With each issue, by name.',
    maintenance: null,
    indicator: '`ok`, `notice`, `disrupted` or `down`.',
    rate: null,
    knownFrom:
      'version 6.0.1 operated beside this site, 222 real issue files, and its templates, see [peers.md](peers.md)',
    quirks: [
      {
        fact: '5.0 to 5.0.4 write JSON with a comma after the last item and raw line ends in texts; any version leaves quotes in titles as typed.',
        seen: '5.0.3 and 6.0.1, operated',
      },
      { fact: "`resolvedAt` has no zone where `createdAt` has the site's.", seen: '6.0.1, operated' },
      { fact: 'The feed states the end in `<category>`, without a zone.', seen: '6.0.1, operated' },
      { fact: 'A pinned note looks like an issue that stays open for ever.', seen: '6.0.1, operated' },
      { fact: '"Resolved" is spelt true, True, "true" and "yes", by hand.', seen: '222 issue files, to 2026' },
    ],
  },
}

const SEVERITIES: ReadonlyMap<string, Impact> = new Map([
  ['notice', 'none'],
  ['disrupted', 'minor'],
  ['down', 'major'],
])

/** In many spellings, by hand. */
const RESOLVED: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ['true', 'resolved'],
  ['yes', 'resolved'],
  ['false', null],
  ['no', null],
])

interface Content {
  /** Null when the document is one issue in its source form. */
  root: Item | null
  issues: Item[]
  completeness: Completeness
}

function issueList(sourceUrl: string): DocumentRequest {
  return { url: joinAddress(sourceUrl, 'issues/index.json'), optional: true, maxBytes: 20 * 1024 * 1024 }
}

/** First the list of all issues, then each issue for its text. */
function next(sourceUrl: string, read: BackfillRead | null): DocumentRequest[] {
  if (read === null) return [issueList(sourceUrl)]
  return (read.parsed?.references ?? []).map(({ url }) => ({ url, optional: true }))
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const content = attempt(() => readContent(document, createReport()))
  if (content === null) return null
  const baseUrl = content.root === null ? null : toWebAddress(readText(content.root, 'baseURL'))
  const own = addressBefore(document.url, 'issues/index.json') ?? addressBefore(document.url, 'index.json')
  return { evidence: `${content.issues.length} issues as cState has them`, sourceUrl: baseUrl ?? own }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const { root, issues, completeness } = readContent(document, report)
  const incidents = collectIncidents(report, issues, readIssue)
  return newDocument(report, {
    incidents,
    completeness,
    // Unresolved issues are listed under the systems they affect; a notice affects none.
    kinds: completeness === 'open' ? ['incident'] : ['incident', 'notice'],
    page: root && {
      name: readText(root, 'title'),
      url: toWebAddress(readText(root, 'baseURL')),
      timeZone: null,
      indicator: readText(root, 'summaryStatus'),
    },
    components: root === null ? [] : readSystems(root),
    references: completeness === 'single' ? [] : incidents.flatMap(toReference),
  })
}

function readContent(document: SourceDocument, report: Report): Content {
  const text = decodeText(document)
  if (/^\s*---[ \t]*\r?\n/.test(text)) {
    return { root: null, issues: [readIssueSource(text, document.url, report)], completeness: 'single' }
  }
  const root = parseCstateJson(text, report)
  if (isIssue(root)) return { root: null, issues: [{ ...root, path: WHOLE }], completeness: 'single' }
  if (Array.isArray(root.value.systems) && hasField(root, 'cStateVersion')) {
    return { root, issues: unresolvedOf(root), completeness: 'open' }
  }
  const pages = readItems(root, 'pages')
  if (hasField(root, 'is') && Array.isArray(root.value.pages)) {
    const issues = pages.filter(isIssue)
    if (issues.length > 0 || root.value.is === 'issues') return { root, issues, completeness: 'whole' }
  }
  throw new ParseError('neither the index, the issues nor one issue of a cState site')
}

function isIssue(item: Item): boolean {
  return item.value.is === 'issue' && hasField(item, 'createdAt') && hasField(item, 'permalink')
}

/** An issue is listed under each system it affects. A pinned one lacks its kind (often a notice), so the issue list decides. */
function unresolvedOf(root: Item): Item[] {
  const issues = [
    ...readItems(root, 'systems').flatMap((system) => readItems(system, 'unresolvedIssues')),
    ...readItems(root, 'pinnedIssues').filter((issue) => hasField(issue, 'severity') && hasField(issue, 'resolved')),
  ]
  return [...new Map(issues.map((issue) => [readText(issue, 'permalink') ?? issue.path, issue])).values()]
}

function readIssue(item: Item): ParsedIncident {
  const title = readTitle(item, 'title')
  const startedAt = readDate(item, 'createdAt', (value) => parseCstateTime(value), { isNeeded: true })
  // The end is written as the author typed it, in the site's zone, which only the start names.
  const endsAt = readDate(withoutBlank(item, 'resolvedAt'), 'resolvedAt', (value) =>
    parseCstateTime(value, readText(item, 'createdAt')),
  )
  const [status, sourceStatus] = readState(withPlainWord(item, 'resolved'), 'resolved', RESOLVED)
  const isResolved = status === 'resolved'
  const [impact, severity] = readWord(withoutBlank(item, 'severity'), 'severity', SEVERITIES)
  const modifiedAt = readLooseDate(withoutBlank(item, 'lastMod'), 'lastMod', (value) => parseCstateTime(value))
  const text = readBody(item, 'body', readText(item, 'permalink'))
  return newIncident({
    externalId: slugOf(item) ?? `${startedAt?.toISOString().slice(0, 10) ?? ''} ${title.toLowerCase()}`.trim(),
    kind: isYes(item, 'informational') || impact === 'none' ? 'notice' : 'incident',
    title,
    impact: impact ?? 'unknown',
    sourceImpact: severity,
    status,
    sourceStatus,
    statedStartedAt: startedAt,
    statedEndedAt: isResolved ? endsAt : null,
    scheduledUntil: isResolved ? null : endsAt,
    modifiedAt,
    sourceUrl: pageOf(item),
    components: uniqueComponents(readTexts(item, 'affected').map((name) => newComponent({ externalId: name, name }))),
    updates:
      text.body === '' || startedAt === null
        ? []
        : [newUpdate({ externalId: 'body', postedAt: startedAt, modifiedAt, ...text })],
    updatesComplete: hasField(item, 'body'),
  })
}

/** A boolean in JSON, any word in sources. */
function withPlainWord(item: Item, key: string): Item {
  const value = item.value[key]
  if (value === undefined || value === null || typeof value === 'string') return item
  return { ...item, value: { [key]: JSON.stringify(value) } }
}

/** "true", "True" and "yes" in sources, a boolean in JSON. */
function isYes(item: Item, key: string): boolean {
  return /^(?:true|yes)$/i.test(toWord(item.value[key]).trim())
}

/** Hugo writes "<no value>" for anything the author left out. */
function withoutBlank(item: Item, key: string): Item {
  const value = item.value[key]
  return typeof value === 'string' && /^\s*(?:&lt;|<)no value(?:&gt;|>)\s*$/.test(value) ? { ...item, value: {} } : item
}

/** The last part of the address that is not a file name of Hugo's own. */
function slugOf(item: Item): string | null {
  const address = URL.parse(readText(item, 'permalink') ?? '')
  const last =
    address?.pathname
      .replace(/\/(?:index\.(?:json|html))?$/, '')
      .split('/')
      .at(-1) ?? ''
  return last.replace(/\.md$/i, '').toLowerCase() || null
}

/** The page of the issue; the address of its source does not count as one. */
function pageOf(item: Item): string | null {
  const permalink = readText(item, 'permalink')
  return permalink?.endsWith('.md') ? null : toWebAddress(permalink)
}

function toReference({ externalId, sourceUrl }: ParsedIncident): { externalId: string; url: string }[] {
  return sourceUrl === null ? [] : [{ externalId, url: joinAddress(sourceUrl, 'index.json') }]
}

function readSystems(root: Item): ParsedComponent[] {
  const systems = readItems(root, 'systems').flatMap((system) => {
    const name = readText(system, 'name')
    if (name === null) return []
    return newComponent({
      externalId: name,
      name,
      group: readText(system, 'category'),
      sourceStatus: readText(system, 'status'),
    })
  })
  return uniqueComponents(systems)
}
