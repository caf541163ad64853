import type { Kind, Status } from '#lib/domain/incident.ts'
import type { IncidentFields } from '#lib/domain/incident-fields.ts'

/** The platforms that can be read; also the values of `platform` in the API and the CLI. */
export const PLATFORMS = [
  'outage-text',
  'archive',
  'statuspage',
  'incident-io',
  'instatus',
  'betterstack',
  'statusio',
  'openstatus',
  'cachet',
  'uptime-kuma',
  'upptime',
  'cstate',
  'checkly',
  'datadog',
  'firehydrant',
  'statuspal',
  'statuscast',
  'vultr',
  'zendesk',
  'google-cloud',
  'aws',
  'azure',
  'slack',
  'heroku',
  'salesforce',
  'rootly',
  'sorry',
  'kener',
  'hund',
  'apple',
  'alibaba-cloud',
  'ibm-cloud',
  'hetzner',
  'oracle-cloud',
  'feed',
] as const
export type Platform = (typeof PLATFORMS)[number]

/** The bytes that a source served, and how they were obtained. */
export interface SourceDocument {
  bytes: Uint8Array
  /** The address they were read from, after redirects; null for a file or a pushed document without one. */
  url: string | null
  /** The `Content-Type` header as served; null when there was none. */
  contentType: string | null
  /** When they were read; null for a document imported without a read time. Adapters have no other clock. */
  readAt: Date | null
}

/** One entry of an incident's timeline, as the source has it. */
export interface ParsedUpdate {
  /** The source's own id, or one derived as the adapter documents; unique within its incident. */
  externalId: string
  /** Null where the platform gives no status ("Update", a note) or the word is unknown (then there is also a warning). */
  status: Status | null
  /** The source's own word. */
  sourceStatus: string | null
  /** The displayed time. */
  postedAt: Date
  /** When the source last changed it; null when the source does not say. */
  modifiedAt: Date | null
  /** Plain text or Markdown, by `format`; HTML is turned into Markdown by the adapter. Empty when the source has none. */
  body: string
  format: 'text' | 'markdown'
  /** What the update said about components, in the source's own words. */
  componentChanges: ComponentChange[]
}

export interface ComponentChange {
  externalId: string | null
  name: string
  from: string | null
  to: string | null
}

/** A part of the vendor that was affected; `from` and `to` only where the source gives the component its own span. */
export interface ParsedComponent {
  /** The source's own id; where it has none, the group and name. */
  externalId: string
  name: string
  group: string | null
  /** The source's own word for how the component was affected by this incident; null when not said. */
  sourceStatus: string | null
  from: Date | null
  to: Date | null
}

/** One incident as its source gives it. Only source values; nothing is derived except ids where the source has none. */
export interface ParsedIncident extends IncidentFields {
  externalId: string
  /** Other ids under which documents of the same platform name this incident (the numeric id in a Statuspage feed). */
  otherIds: string[]
  /** When the source last changed it; null when the source does not say. */
  modifiedAt: Date | null
  components: ParsedComponent[]
  /**
   * True when `updates` is the incident's whole timeline at the source, so that an update no longer listed was withdrawn. False
   * for summaries that carry only the latest updates.
   */
  updatesComplete: boolean
  /**
   * True when the updates' ids are derived from their minute because this form of the document has none, while another form (a
   * Statuspage feed beside its JSON) has ids. Such an update equals one with its own id that was posted in the same minute; the
   * one with the id is kept.
   */
  updateIdsDerived?: boolean
  /**
   * True when `statedEndedAt` is the time of the last change rather than an end that the source states. While the incident
   * stays over, the first such time counts; later edits move nothing.
   */
  endIsLastChange?: boolean
  /**
   * True in a poorer document that is read beside the platform's own one, for what that one leaves out. It changes nothing of an
   * incident that has an update with an id of the source's own.
   */
  isFallback?: boolean
  /** In time order, oldest first. */
  updates: ParsedUpdate[]
}

/** Something that was not fully understood; counted and shown with the run. */
export interface ParseWarning {
  /** A path into the document ("incidents[3].status", "line 12"). */
  path: string
  message: string
  /** The value found, cut to 200 characters. */
  value: string | null
}

/** One item that could not be read: no usable id, or an unreadable date. The rest of its document is stored. */
export interface QuarantinedItem {
  path: string
  externalId: string | null
  reason: string
  /** The item as it was in the document, cut to 64 KB. */
  raw: string
}

/**
 * What it means when an incident is missing from the document.
 * - `whole`: the document lists everything the source ever had; a missing incident was withdrawn.
 * - `newest`: the newest N; complete back to the oldest of them, silent about earlier ones.
 * - `open`: only what is open or upcoming; missing means "not open now", never withdrawn.
 * - `single`: one incident.
 * - `gone`: an incident's own address answered that nothing is there. The reader of addresses makes this; adapters never do.
 * - `part`: a page of a history or any other selection. `covers` gives the period for which it is complete, if any.
 */
export const COMPLETENESSES = ['whole', 'newest', 'open', 'single', 'gone', 'part'] as const
export type Completeness = (typeof COMPLETENESSES)[number]

/**
 * How far back a list of the newest goes, by its own order. Anything missing that started, or was created, after the last
 * listed incident of its kind was withdrawn.
 */
export interface Reach<Instant = Date> {
  order: 'started' | 'created'
  /** For each kind, the start or creation of the last one listed. A kind that is left out may be missing for any reason. */
  from: Partial<Record<Kind, Instant>>
}

export interface ParsedDocument {
  incidents: ParsedIncident[]
  warnings: ParseWarning[]
  quarantined: QuarantinedItem[]
  completeness: Completeness
  /** All the kinds that this document would list; a missing incident of another kind means nothing. */
  kinds: Kind[]
  /** For `part`: the period for which it lists everything; null when it claims none. */
  covers: { from: Date; to: Date } | null
  /** For `newest`, where the platform's order is certain; null for any other order, including order of change. */
  reach: Reach | null
  /** The source's own claim, "31 outages since May 28, 2024". */
  declared: { incidentCount: number; since: Date | null } | null
  /** What the source says about itself; null where the platform says nothing. `indicator` is the platform's overall word. */
  page: { name: string | null; url: string | null; timeZone: string | null; indicator: string | null } | null
  /** Components that the source lists, whether affected or not; empty when this document does not list them. */
  components: ParsedComponent[]
  /** Ids of incidents that this document names without their content (a history page); a back-fill fetches each. */
  references: { externalId: string; url: string }[]
  /** True when `parse` would make something else of the same bytes if they were read later. Said of documents with a stamp. */
  dependsOnReadAt?: boolean
}

/** One address to read. */
export interface DocumentRequest {
  url: string
  /** Limit on the decompressed bytes, where real bodies of this platform are larger than the 5 MB default. */
  maxBytes?: number
  /** A request whose 404 is normal (a platform that has no maintenances). */
  optional?: boolean
  /** A request for what not every page of the platform gives: whatever its answer, a poll warns of it and does not fail. */
  mayFail?: boolean
}

/** The result of one address of a back-fill. */
export interface BackfillRead {
  request: DocumentRequest
  /** Both null where the address has no such document: 404, 410, or a body that `parse` refuses. */
  document: SourceDocument | null
  parsed: ParsedDocument | null
}

/**
 * The next step of a back-fill, as a pure function: given what has been read, it returns further addresses to read. The caller
 * keeps pending and finished addresses in the database, so that a stopped back-fill resumes. It requests an address without its
 * fragment, but hands the fragment back with the request: a step stores there what it must remember
 * ("…/history.json?page=9#empty": the page before was empty).
 */
export interface BackfillStep {
  /** Called first with null, then with the result of each address. Returns addresses; those already known are ignored. */
  next(sourceUrl: string, read: BackfillRead | null): DocumentRequest[]
}

/**
 * What docs/platforms.md says of a platform beside what it takes from the adapter itself (addresses, whether there is a
 * back-fill). Sentences in Markdown, each with its full stop; null says that the platform has none.
 */
export interface PlatformFacts {
  /** What the documents of one poll list. */
  list: string
  /** How far back that goes, and what a back-fill adds. */
  reach: string
  /** What incidents say of the parts that were affected. */
  components: string | null
  /** How planned work is read. */
  maintenance: string | null
  /** The platform's word for its overall state. */
  indicator: string | null
  /** What the platform says of how often it may be read, or for how long it caches. */
  rate: string | null
  /** What the shape is known from, as the rest of "Known from": "real bodies of 2026". */
  knownFrom: string
  quirks: readonly Quirk[]
}

/** Something that a reasonable guess gets wrong. */
export interface Quirk {
  fact: string
  /** The version or the date for which it is known, and from what: "2.5.3, operated", "history.atom of GitHub, 2020 to 2026". */
  seen: string
}

export interface Adapter {
  platform: Platform
  /** As shown on screen: "Atlassian Statuspage". */
  name: string
  /** Addresses to read on every poll, from the source's canonical address; null for platforms that are only imported. */
  poll: ((sourceUrl: string) => DocumentRequest[]) | null
  /**
   * The address of the platform's overall state, where no address of `poll` gives it: `parse` finds the indicator and the
   * components there. It never makes an incident. Null for a source that has no such address.
   */
  overall?: (sourceUrl: string) => DocumentRequest | null
  /**
   * The address of a single incident, from its id, where `poll` lists only the newest. 404 or 410 there means that it was
   * withdrawn. Null for an id that has no address.
   */
  own?: (sourceUrl: string, externalId: string) => DocumentRequest | null
  /**
   * For a platform that a single vendor runs for itself: that vendor's name. Detection asks a site for such addresses if its
   * host or the title of its page has the name, and otherwise last of all.
   */
  vendor?: RegExp
  /** Addresses that show, after one read, whether a site runs this platform; the first that `recognise`s wins. */
  probes: ((siteUrl: string) => DocumentRequest[]) | null
  /** One sentence of evidence and the canonical source address if the document is this platform's, else null. Never throws. */
  recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null
  /**
   * Finds, with the flag `d` and in its first group, the time at which a document says that it was made, within its first 4 KB.
   * `parse` must not depend on it: documents that differ in nothing else are not parsed again, unless `dependsOnReadAt`. Absent
   * where there is none.
   */
  stamp?: RegExp
  /** Throws ParseError when the document cannot be read as this platform's; nothing is stored then. */
  parse(document: SourceDocument): ParsedDocument
  backfill: BackfillStep | null
  facts: PlatformFacts
}
