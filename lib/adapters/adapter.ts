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
  'google-cloud',
  'aws',
  'azure',
  'slack',
  'heroku',
  'salesforce',
  'feed',
] as const
export type Platform = (typeof PLATFORMS)[number]

/** The bytes that a source served, and what is known of how they came. */
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
  /** Null where the platform gives none ("Update", a note) or the word is unknown (then a warning goes with it). */
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
  /** What the update said of components, in the source's own words. */
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

/** One incident as its source has it: source values only, nothing derived but ids where the source has none. */
export interface ParsedIncident extends IncidentFields {
  externalId: string
  /** Other ids by which documents of the same platform name this incident (the numeric id of a Statuspage feed). */
  otherIds: string[]
  /** When the source last changed it; null when the source does not say. */
  modifiedAt: Date | null
  components: ParsedComponent[]
  /**
   * True when `updates` is all that the source has of this incident's timeline, so that one no longer listed was withdrawn.
   * False for summaries that carry only the latest ones.
   */
  updatesComplete: boolean
  /**
   * True when the updates' ids are derived from their minute because this form of the document has none, while another
   * form of it has (a Statuspage feed beside its JSON). Such an update is the same as one with an id of its own that was
   * posted in the same minute; the one with the id is kept.
   */
  updateIdsDerived?: boolean
  /**
   * True when `statedEndedAt` is no end that the source states but its last change: of an incident that stays over, the first
   * that was read counts, and an edit afterwards moves nothing.
   */
  endIsLastChange?: boolean
  /** In time order, oldest first. */
  updates: ParsedUpdate[]
}

/** Something that was read but not understood in full; counted and shown with the run. */
export interface ParseWarning {
  /** A path into the document ("incidents[3].status", "line 12"). */
  path: string
  message: string
  /** The value that was met, cut to 200 characters. */
  value: string | null
}

/** One item that could not be read: no usable id, or an unreadable date. The others of its document are stored. */
export interface QuarantinedItem {
  path: string
  externalId: string | null
  reason: string
  /** The item as it stood in the document, cut to 64 KB. */
  raw: string
}

/**
 * What the document's silence means.
 * - `whole`: it lists all that the source has ever had; an incident no longer in it was withdrawn.
 * - `newest`: the newest N; complete back to the oldest of them, silent about what came before.
 * - `open`: only what is open or upcoming; silence means "not open now", never withdrawal.
 * - `single`: one incident.
 * - `gone`: nothing was at an incident's own address. No adapter's word: whoever reads addresses makes such a document.
 * - `part`: a page of a history or any other selection. `covers` says for which period it is complete, if any.
 */
export const COMPLETENESSES = ['whole', 'newest', 'open', 'single', 'gone', 'part'] as const
export type Completeness = (typeof COMPLETENESSES)[number]

/**
 * How far back a list of the newest goes, by its own order: what it lacks and was started, or created, after the last of the kind
 * that it lists was withdrawn.
 */
export interface Reach<Instant = Date> {
  order: 'started' | 'created'
  /** Of each kind, the start or creation of the last one listed. A kind that is left out may be missing for any reason. */
  from: Partial<Record<Kind, Instant>>
}

export interface ParsedDocument {
  incidents: ParsedIncident[]
  warnings: ParseWarning[]
  quarantined: QuarantinedItem[]
  completeness: Completeness
  /** The kinds that this document would list, every one of them: its silence says nothing of others. */
  kinds: Kind[]
  /** For `part`: the period for which it lists everything; null when it claims none. */
  covers: { from: Date; to: Date } | null
  /** For `newest`, where the platform's order is certain; null for a list in any other order, or in that of changes. */
  reach: Reach | null
  /** The source's own claim, "31 outages since May 28, 2024". */
  declared: { incidentCount: number; since: Date | null } | null
  /** What the source says of itself; null where the platform does not. `indicator` is the platform's own overall word. */
  page: { name: string | null; url: string | null; timeZone: string | null; indicator: string | null } | null
  /** Components that the source lists, whether affected or not; empty when this document does not list them. */
  components: ParsedComponent[]
  /** Ids of incidents that this document names without carrying them (a history page); a back-fill fetches each. */
  references: { externalId: string; url: string }[]
}

/** One address to read. */
export interface DocumentRequest {
  url: string
  /** Cap on the decompressed bytes where real bodies of this platform are larger than the 5 MB default. */
  maxBytes?: number
  /** A request whose 404 is normal (a platform that has no maintenances). */
  optional?: boolean
}

/** What came of one address of a back-fill. */
export interface BackfillRead {
  request: DocumentRequest
  /** Both null where the address has no such document: 404 or 410, or a body that `parse` refuses. */
  document: SourceDocument | null
  parsed: ParsedDocument | null
}

/**
 * What a back-fill does next, as a pure step: given what has been read, the further addresses to read.
 * The caller keeps the pending and the finished addresses in the database, so that a stopped back-fill resumes. It reads an
 * address as it would any other, without its fragment, but keeps the fragment and hands it back with the request: that is
 * where a step writes what it must remember ("…/history.json?page=9#empty": the page before was empty).
 */
export interface BackfillStep {
  /** Called first with null, then with what came of each address; returns addresses, of which those known already are ignored. */
  next(sourceUrl: string, read: BackfillRead | null): DocumentRequest[]
}

export interface Adapter {
  platform: Platform
  /** As shown on screen: "Atlassian Statuspage". */
  name: string
  /** Addresses to read on every poll, from the source's canonical address; null for platforms that are only imported. */
  poll: ((sourceUrl: string) => DocumentRequest[]) | null
  /**
   * Where the platform says how it is overall, where no address of `poll` does: `parse` finds the indicator and the components
   * there. It never makes an incident. Null for a source that has no such address.
   */
  overall?: (sourceUrl: string) => DocumentRequest | null
  /**
   * Where one incident can be read by itself, from its id, where `poll` lists only the newest: 404 or 410 there says that it
   * was withdrawn. Null for an id that has no address.
   */
  own?: (sourceUrl: string, externalId: string) => DocumentRequest | null
  /** Addresses that, read once, show whether a site speaks this platform; the first that `recognise`s wins. */
  probes: ((siteUrl: string) => DocumentRequest[]) | null
  /** Evidence in one sentence and the canonical source address when the document is this platform's, else null. Never throws. */
  recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null
  /** Throws ParseError when the document is not readable as this platform's; nothing is stored then. */
  parse(document: SourceDocument): ParsedDocument
  backfill: BackfillStep | null
}
