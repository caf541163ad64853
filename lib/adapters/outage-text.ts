import { ParseError } from '#lib/domain/errors.ts'
import { KINDS, MAINTENANCE_STATUSES } from '#lib/domain/incident.ts'
import type { Adapter, ParsedDocument, ParsedIncident, ParsedUpdate, SourceDocument } from './adapter.ts'
import { decodeText } from './wire/decode.ts'
import { at, flatten, type Line, readDeclared, readIndicator, readName, splitLines } from './wire/outage-lines.ts'
import { type Outline, outlineOf, refuseCut, type Section } from './wire/outage-outline.ts'
import {
  createReport,
  inTimeOrder,
  newDocument,
  newIncident,
  quarantine,
  type Report,
  warn,
  withDerivedIds,
} from './wire/report.ts'
import { cleanBlock, cleanLine, cut } from './wire/text.ts'

/**
 * The text of an outage-history page, as copied from a browser: a header, then incidents, newest first, each with its updates,
 * oldest first.
 *
 *     Courier Outage History
 *     Courier is up right nowCourier had 31 outages in the last 2 years totaling …
 *     There were 31 Courier outages since May 28, 2024 totaling …
 *     All services impacted
 *     Timeline · 4 updates
 *     - identified Oct 20, 2025, 09:54 AM UTC
 *     What the update says, on one line or more.
 *
 * The format has no ids. An incident's id is the time of its first update plus its title without regard to case, quotes and
 * dashes ("2025-10-20T09:54:00.000Z all services impacted"). An incident without updates uses the first update of its older
 * neighbour ("after 2025-10-14T10:24:00.000Z …"), or of the newer one if it is the oldest ("before …"). Among equals, the
 * second from the end of the document gets "/2" after its time. Ids thus survive later updates and a list that grows at its
 * top.
 */
export const outageText: Adapter = {
  platform: 'outage-text',
  name: 'Outage history text',
  poll: null,
  probes: null,
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'All incidents of the copied page, newest first, each with its updates, oldest first.',
    reach:
      'As far as the page: its header states how many outages there are and since when, and the count is compared.',
    components: null,
    maintenance: 'Where every update has a word of planned work.',
    indicator: null,
    rate: null,
    knownFrom: 'texts copied from such pages, 2024 to 2026',
    quirks: [
      {
        fact: 'Nothing has an id, so an incident is known by the minute of its first update and its title, whatever its quotes and dashes.',
        seen: 'copied texts of 2025',
      },
    ],
  },
}

interface Draft {
  title: string
  declaredCount: number
  updates: ParsedUpdate[]
}

/** Long enough to tell titles apart, short enough for an index. */
const MAX_KEY_LENGTH = 200

function recognise(document: SourceDocument): { evidence: string; sourceUrl: null } | null {
  try {
    const { header, sections } = outlineOf(decodeText(document))
    const name = firstOf(header.slice(0, 1), readName)
    if (name === null || (sections.length === 0 && firstOf(header, readDeclared) === null)) return null
    return { evidence: `the title "${cut(name, 80)} Outage History" and ${sections.length} timelines`, sourceUrl: null }
  } catch {
    return null
  }
}

function parse(document: SourceDocument): ParsedDocument {
  const text = decodeText(document)
  refuseOtherFormats(text)
  const report = createReport()
  const outline = outlineOf(text)
  const { page, declared } = readHeader(outline, report)
  refuseCut(text, outline, declared !== null && outline.sections.length >= declared.incidentCount)
  const drafts = outline.sections.flatMap((section) => readSection(section, report) ?? [])
  const incidents = toIncidents(drafts)
  const kinds = KINDS.filter((kind) => kind === 'incident' || incidents.some((incident) => incident.kind === kind))
  return newDocument(report, { incidents, completeness: 'newest', kinds, declared, page })
}

function refuseOtherFormats(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no text file holds them
  const control = /[\0-\x08\x0E-\x1A\x1C-\x1F]/.exec(text)
  const start = text.trimStart()
  if (control !== null) {
    throw new ParseError('a binary file, not text', `line ${splitLines(text.slice(0, control.index)).length}`)
  }
  if (start.startsWith('<')) throw new ParseError('an HTML or XML document, not the text of a page', 'line 1')
  if (/^[[{]\s*(?:["{[\]}]|$)/.test(start)) throw new ParseError('a JSON document, not the text of a page', 'line 1')
}

/** Warns about what the header lacks. Throws ParseError if there is no header, or if the incidents it declares are missing. */
function readHeader({ header, sections }: Outline, report: Report): Pick<ParsedDocument, 'page' | 'declared'> {
  const first = header[0] ?? sections[0]?.timeline
  const name = first === undefined ? null : readName(first)
  if (first === undefined || name === null) {
    const found = cut(first?.flat ?? '', 80)
    throw new ParseError(
      `a title such as "Courier Outage History" was expected, not "${found}"`,
      first ? at(first) : null,
    )
  }
  const declared = firstOf(header, readDeclared)
  if (declared === null) warn(report, at(first), 'the header does not declare how many outages there were since when')
  else if (declared.since === null) warn(report, at(first), 'the header does not say since when it counts outages')

  const listed = sections.length
  if (listed === 0 && declared?.incidentCount !== 0) {
    const promise = declared === null ? '' : `; it declares ${declared.incidentCount} outages`
    throw new ParseError(
      `the document ends without any "Timeline · N updates" line${promise}`,
      at(header.at(-1) ?? first),
    )
  }
  if (declared !== null && listed > declared.incidentCount) {
    warn(report, at(first), `declares ${declared.incidentCount} outages and lists ${listed}`)
  }
  const indicator = firstOf(header, (line) => readIndicator(line, name))
  return { page: { name, url: null, timeZone: 'UTC', indicator }, declared }
}

function firstOf<T>(lines: Line[], read: (line: Line) => T | null): T | null {
  for (const line of lines) {
    const found = read(line)
    if (found !== null) return found
  }
  return null
}

/** Null when the incident goes to quarantine. Throws ParseError for a time that is not in UTC. */
function readSection({ title, timeline, declaredCount, loose, updates, lines }: Section, report: Report): Draft | null {
  const foreign = updates.find(({ start }) => !start.isUtc)?.start.line
  if (foreign !== undefined)
    throw new ParseError(`a time in UTC was expected, not "${cut(foreign.flat, 80)}"`, at(foreign))
  const undated = updates.find(({ start }) => start.postedAt === null)?.start.line
  if (title === null || undated !== undefined) {
    const reason =
      title === null ? 'the timeline has no title' : `the time of "${cut(undated?.flat ?? '', 80)}" cannot be read`
    quarantine(report, { path: at(undated ?? timeline), value: lines.map(({ raw }) => raw).join('\n') }, reason)
    return null
  }
  for (const line of loose) warn(report, at(line), 'a text that belongs to no update', line.flat)
  if (updates.length !== declaredCount) {
    warn(report, at(timeline), `declares ${declaredCount} updates and lists ${updates.length}`, title.flat)
  }
  const read = updates.flatMap((update) => readUpdate(update, report) ?? [])
  return { title: cleanLine(title.raw), declaredCount, updates: withDerivedIds(inTimeOrder(read)) }
}

function readUpdate(
  { start, text }: Section['updates'][number],
  report: Report,
): Omit<ParsedUpdate, 'externalId'> | null {
  const { line, word, status, postedAt } = start
  if (postedAt === null) return null
  if (status === null) warn(report, at(line), 'an unknown status', word)
  const body = cleanBlock(text.map(({ raw }) => raw.replace(/\s/g, ' ').trimEnd()).join('\n'))
  if (body === '') warn(report, at(line), 'an update without a text', line.flat)
  return { status, sourceStatus: word, postedAt, modifiedAt: null, body, format: 'text', componentChanges: [] }
}

function toIncidents(drafts: Draft[]): ParsedIncident[] {
  const newer = timesOfPrevious(drafts)
  const older = timesOfPrevious(drafts.toReversed()).toReversed()
  const seen = new Map<string, number>()
  // Starts at the oldest, so that an incident added at the top never changes another's ordinal.
  const incidents = drafts
    .map((draft, index) => ({ draft, newer: newer[index] ?? null, older: older[index] ?? null }))
    .toReversed()
  return incidents.map(({ draft, newer, older }) => toIncident(draft, newer, older, seen)).toReversed()
}

/** For each, the first time of the nearest one before it that has a time. */
function timesOfPrevious(drafts: Draft[]): (Date | null)[] {
  let time: Date | null = null
  return drafts.map(({ updates }) => {
    const previous = time
    time = updates[0]?.postedAt ?? time
    return previous
  })
}

function toIncident(
  { title, declaredCount, updates }: Draft,
  newer: Date | null,
  older: Date | null,
  seen: Map<string, number>,
): ParsedIncident {
  // A list that is not newest first gives no bounds.
  const hasBounds = updates.length === 0 && (newer === null || older === null || older <= newer)
  const last = updates.findLast(({ status }) => status !== null)
  return newIncident({
    externalId: deriveId(title, placeOf(updates[0]?.postedAt ?? null, newer, older), seen),
    kind: kindOf(updates),
    title,
    // For the incident itself, the format gives only the time of its last update.
    status: last?.status ?? null,
    sourceStatus: last?.sourceStatus ?? null,
    startedAfter: hasBounds ? older : null,
    startedBefore: hasBounds ? newer : null,
    declaredUpdateCount: declaredCount,
    updatesComplete: updates.length === declaredCount,
    updates,
  })
}

function placeOf(first: Date | null, newer: Date | null, older: Date | null): string {
  if (first !== null) return first.toISOString()
  if (older !== null) return `after ${older.toISOString()}`
  return newer !== null ? `before ${newer.toISOString()}` : 'undated'
}

function deriveId(title: string, place: string, seen: Map<string, number>): string {
  // Without the parts that differ between copies of a page.
  const key = cut(
    flatten(title)
      .normalize('NFKC')
      .toLowerCase()
      .replace(/["'‘’“”„«»`´]/g, ''),
    MAX_KEY_LENGTH,
  )
  const ordinal = (seen.get(`${place} ${key}`) ?? 0) + 1
  seen.set(`${place} ${key}`, ordinal)
  return ordinal === 1 ? `${place} ${key}` : `${place}/${ordinal} ${key}`
}

/** A page of outages may also list planned work; its status words show which. */
function kindOf(updates: ParsedUpdate[]): ParsedIncident['kind'] {
  const statuses = updates.flatMap(({ status }) => status ?? [])
  const isPlanned =
    statuses.length > 0 && statuses.every((status) => MAINTENANCE_STATUSES.some((each) => each === status))
  return isPlanned ? 'maintenance' : 'incident'
}
