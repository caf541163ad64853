import { z } from 'zod'
import type { FiguresWithin } from '#lib/domain/common-time.ts'
import type { DayRow, HourRow } from '#lib/domain/days.ts'
import {
  COVERAGE_QUALITIES,
  DURATION_BASES,
  IMPACTS,
  type Impact,
  KINDS,
  type Kind,
  type Period,
  STATES,
  STATUSES,
} from '#lib/domain/incident.ts'
import type { StartPattern } from '#lib/domain/starts.ts'
import type { Window } from '#lib/domain/window.ts'
import type { MarkedText } from '#lib/text/marked.ts'

/**
 * The read model of pages, API, feeds and exports: the schemas of the public contract. Instants are `Date` here and ISO
 * 8601 with `Z` in JSON; durations are whole seconds.
 */

const instant = z.date()
const nullableInstant = z.date().nullable()

export const updateSchema = z.object({
  id: z.string().describe('Unique within its incident; the anchor of the update on the permalink.'),
  status: z.enum(STATUSES).nullable(),
  sourceStatus: z.string().nullable().describe("The source's own word."),
  postedAt: instant,
  body: z.string().describe('Plain text or Markdown; may be empty.'),
  isMarkdown: z.boolean(),
  editedAt: nullableInstant,
  withdrawnAt: nullableInstant,
})
export type UpdateView = z.infer<typeof updateSchema>

export const statedWindowSchema = z.object({
  from: instant,
  to: instant,
  quote: z.string().describe('The words of the update that state it.'),
  zone: z.string(),
})

export const incidentSchema = z.object({
  id: z.string().describe('12 characters of Crockford base32; stable for good.'),
  vendor: z.string().describe('Slug of the vendor.'),
  vendorName: z.string(),
  platform: z.string(),
  externalId: z.string(),
  title: z.string(),
  kind: z.enum(KINDS),
  impact: z.enum(IMPACTS),
  status: z.enum(STATUSES).nullable(),
  startedAt: nullableInstant,
  endedAt: nullableInstant,
  startedAfter: nullableInstant,
  startedBefore: nullableInstant,
  durationSeconds: z.number().int().nullable().describe('Null means that the vendor has not reported it.'),
  durationBasis: z.enum(DURATION_BASES),
  durationIsMinimum: z
    .boolean()
    .describe('True if the incident lasted longer than the duration says, because its end is not known.'),
  scheduledFrom: nullableInstant.describe('When the maintenance is planned to start.'),
  scheduledUntil: nullableInstant.describe('When the maintenance is planned to end.'),
  timeToMitigateSeconds: z.number().int().nullable(),
  statedWindow: statedWindowSchema
    .nullable()
    .describe("A window that the vendor's text states; not part of any total."),
  components: z.array(z.string()),
  sourceUrl: z.string().nullable(),
  permalink: z.string(),
  firstSeenAt: instant,
  newsAt: instant.describe(
    'When something new was last said about it: an update, an edit, a withdrawal, a correction.',
  ),
  withdrawnAt: nullableInstant,
  excluded: z
    .boolean()
    .describe('Not counted: corrected to "not an outage", or maintenance withdrawn before it started.'),
  isSample: z.boolean(),
  updateCount: z.number().int(),
  declaredUpdateCount: z.number().int().nullable(),
  updates: z.array(updateSchema).describe('Oldest first.'),
})
export type IncidentView = z.infer<typeof incidentSchema>

/** An incident as it stood when something was last said about it, so that a feed does not change with the clock. */
export interface FeedEntry extends IncidentView {
  /** Corrections in force: the field and the reason. */
  corrections: { field: string; reason: string; correctedAt: Date }[]
}

export const revisionSchema = z.object({
  updateId: z.string().nullable().describe('Null when the incident itself is meant.'),
  field: z.string(),
  value: z.unknown(),
  saidAt: instant,
  seenAt: instant,
  document: z.string().describe('sha256 of the document that said so.'),
})
export type RevisionView = z.infer<typeof revisionSchema>

export const correctionSchema = z.object({
  field: z.string(),
  value: z.unknown(),
  reason: z.string(),
  author: z.string(),
  createdAt: instant,
  revokedAt: nullableInstant,
})
export type CorrectionView = z.infer<typeof correctionSchema>

export const mentionSchema = z.object({
  updateId: z.string(),
  url: z.string(),
  incident: z
    .object({ id: z.string(), vendor: z.string(), vendorName: z.string(), title: z.string(), permalink: z.string() })
    .nullable(),
})
export type MentionView = z.infer<typeof mentionSchema>

export const incidentInFullSchema = incidentSchema.extend({
  revisions: z.array(revisionSchema),
  corrections: z.array(correctionSchema),
  mentions: z.array(mentionSchema),
  documentSha256: z.string().describe('The latest document that contains this incident.'),
})
export type IncidentInFull = z.infer<typeof incidentInFullSchema>

export const coveragePeriodSchema = z.object({ from: instant, to: instant, quality: z.enum(COVERAGE_QUALITIES) })

const figuresSchema = z.object({
  incidentCount: z.number().int().nullable(),
  downtimeSeconds: z.number().int().nullable(),
  unknownDurationCount: z.number().int().nullable(),
  incidentsPerMonth: z.number().nullable(),
  medianDurationSeconds: z.number().int().nullable(),
  timeWithoutIncidentPercent: z.number().nullable(),
})

export const restatementSchema = z.object({
  vendor: z.string().describe('Slug of the vendor.'),
  vendorName: z.string(),
  method: z.number().int().describe('The version of the method that changed the figures.'),
  window: z.string(),
  asOf: instant.describe('The moment for which both are computed.'),
  before: figuresSchema,
  after: figuresSchema,
})
export type RestatementView = z.infer<typeof restatementSchema>

const countsByImpact = z.partialRecord(z.enum(IMPACTS), z.number().int())

export const severitySchema = z.object({
  incidentCount: countsByImpact,
  downtimeSeconds: countsByImpact.describe(
    'Each moment belongs to the worst impact that was open, so the impacts add up to `downtimeSeconds` of the history.',
  ),
  majorDowntimeSeconds: z.number().int().describe('Time in which an incident of major or critical impact was open.'),
  majorDowntimeIsMinimum: z.boolean().describe('True where it was longer, because an impact or an end is not known.'),
  monthly: z
    .array(z.object({ month: z.string(), incidentCount: countsByImpact, downtimeSeconds: countsByImpact }))
    .describe('The months with any.'),
})

export const historySchema = z.object({
  asOf: instant,
  window: z.object({ from: instant, to: instant }),
  coverage: z.object({
    from: nullableInstant,
    to: nullableInstant,
    complete: z.boolean().describe('Whether complete periods fill the whole window.'),
    knownDays: z.number().int().describe('Days of the window of which 95 percent or more is known.'),
    days: z.number().int().describe('All days of the window; today counts as far as it has come.'),
    periods: z.array(coveragePeriodSchema),
    declaredIncidentCount: z.number().int().nullable(),
    declaredSince: nullableInstant,
  }),
  incidentCount: z.number().int(),
  carriedOver: z
    .array(z.string())
    .describe('Incidents that started before the window and were still open when the window started.'),
  unknownDurationCount: z.number().int(),
  unknownImpactCount: z
    .number()
    .int()
    .describe(
      'Incidents of the window that `impact` leaves out because the vendor gave them none; 0 without such a filter.',
    ),
  unclearCount: z
    .number()
    .int()
    .describe('Postings of the window that could not be interpreted: kept as notices and counted in no other figure.'),
  downtimeSeconds: z.number().int().describe('Length of the union of the spans, clipped to the window.'),
  downtimeIsMinimum: z
    .boolean()
    .describe('True where the downtime was longer than that, because the end of an incident is not known.'),
  incidentSeconds: z.number().int().describe('Sum of the clipped spans.'),
  incidentsPerMonth: z.number().nullable(),
  durationCount: z
    .number()
    .int()
    .describe('Finished incidents with a known duration: what the next two figures are of. Both need 5.'),
  medianDurationSeconds: z.number().int().nullable(),
  p90DurationSeconds: z
    .number()
    .int()
    .nullable()
    .describe('Of fewer than 10 durations it is the longest, so pages show it from 10 on.'),
  medianTimeToMitigateSeconds: z.number().int().nullable(),
  longest: z.object({ id: z.string(), durationSeconds: z.number().int() }).nullable(),
  timeWithoutIncidentPercent: z.number().nullable(),
  severity: severitySchema.describe('Counts and downtime by impact; what is zero is left out.'),
  monthly: z.array(
    z.object({
      month: z.string(),
      incidentCount: z.number().int().nullable(),
      downtimeSeconds: z.number().int().nullable(),
      downtimeIsMinimum: z
        .literal(true)
        .optional()
        .describe('Given where it was longer than that, because an outage was lost sight of in this month.'),
    }),
  ),
})
export type HistoryView = z.infer<typeof historySchema>

const LAST_TRY = 'When the newest try to read the source failed; null when it succeeded.'

export const sourceSchema = z.object({
  platform: z.string(),
  url: z.string().nullable(),
  origin: z.enum(['live', 'import', 'sample']),
  isPrimary: z.boolean(),
  lastGoodReadAt: nullableInstant,
  lastCheckedAt: nullableInstant,
  lastTryFailedAt: nullableInstant.describe(LAST_TRY),
})

export const pageStatusSchema = z.object({
  indicator: z.string().describe("The platform's own overall word."),
  state: z.enum(STATES).nullable().describe('The state that the word stands for; null for an unknown word.'),
  contradicts: z
    .boolean()
    .describe(
      "Whether the vendor's `state`, which is based only on what is posted, differs, or is up while components are out.",
    ),
  components: z
    .array(z.object({ name: z.string(), group: z.string().nullable(), status: z.string() }))
    .describe("Those that do not work by the page's own words, the worst first; at most 100."),
  readAt: instant,
})

/** What a list of vendors and the page of one both say of a vendor. */
const vendorHead = {
  slug: z.string(),
  name: z.string(),
  websiteUrl: z.string().nullable(),
  category: z.string().nullable(),
  state: z.enum(STATES),
  lastKnownState: z
    .enum(STATES)
    .nullable()
    .describe('What the last good read showed, where that is too long ago for a state; else null.'),
  isUnclear: z.boolean().describe('True while the newest item of the primary source is one that was not understood.'),
  checkedAt: nullableInstant.describe('The last good read of the primary source.'),
  lastTryFailedAt: nullableInstant.describe(LAST_TRY),
  isSample: z.boolean().describe('True while only the bundled sample archive is held.'),
  pageStatus: pageStatusSchema
    .nullable()
    .describe("What the vendor's own page says about its overall state, if that was read recently; else null."),
}

export const vendorSchema = z.object({
  ...vendorHead,
  indicator: z.string().nullable().describe("The platform's own overall indicator, in its own word."),
  restatement: z
    .object({ method: z.number().int(), asOf: instant })
    .nullable()
    .describe(
      'The last version of the method that changed the headline figures, and when; /api/v1/restatements has them.',
    ),
  sources: z.array(sourceSchema),
  openIncidents: z
    .array(incidentSchema)
    .describe(
      'Outages first, then maintenances and notices; of a kind the worst first, among equals the newest. At most 50 of a kind of the primary source, and 50 of all others.',
    ),
  openCounts: z.record(z.enum(KINDS), z.number().int()).describe('All that are open, by kind.'),
  planned: z
    .array(incidentSchema)
    .describe('What is announced and has not started, the soonest first; at most 50. No figure counts it.'),
  /** Everything that we hold, regardless of the window: the second sentence of the page. */
  held: z.object({
    incidentCount: z.number().int(),
    downtimeSeconds: z.number().int(),
    downtimeIsMinimum: z.boolean(),
    unknownDurationCount: z.number().int(),
    since: nullableInstant,
  }),
  history: historySchema,
})
export type VendorView = z.infer<typeof vendorSchema>

export const vendorSummarySchema = z.object({
  ...vendorHead,
  openIncidentTitle: z.string().nullable(),
  incidentCount: z.number().int(),
  downtimeSeconds: z.number().int(),
  downtimeIsMinimum: z
    .boolean()
    .describe('True where the downtime was longer than that, because the end of an incident is not known.'),
  incidentsPerMonth: z.number().nullable(),
  medianDurationSeconds: z.number().int().nullable(),
  knownDays: z.number().int().describe('How many of the days are known; 95 percent or more of each.'),
  days: z.number().int(),
  lastIncidentAt: nullableInstant,
  monthly: historySchema.shape.monthly,
})
export type VendorSummary = z.infer<typeof vendorSummarySchema>

/** How many incidents of a kind and impact a vendor has open. */
export interface OpenCount {
  /** The slug. */
  vendor: string
  kind: Kind
  impact: Impact
  count: number
}

/** A part of a vendor, ranked by how often the incidents of a list name it. */
export interface AffectedComponent {
  name: string
  incidentCount: number
  /** Union of their spans, clipped to the window. */
  downtimeSeconds: number
  /** True if an outage was lost sight of, so that the downtime may be longer. */
  downtimeIsMinimum?: true | undefined
}

/** When and where the incidents of a window happened. */
export interface HistoryPatterns {
  /** At most the last `CALENDAR_DAYS` of the window. */
  days: DayRow[]
  /** Of a window of one day; empty for any other. */
  hours: HourRow[]
  starts: StartPattern
  /** Those named most often, first. */
  affected: AffectedComponent[]
  /** Every component of the vendor, "group / name" if it has a group, regardless of the window, in alphabetical order. */
  componentNames: string[]
}

/** What is known about a vendor at a moment; null for nothing. */
export interface CoverageAt {
  complete: CoveredVendors
  partial: CoveredVendors
  unknown: CoveredVendors
}

export interface CoveredVendors {
  count: number
  /** The first by name, if there are many. */
  vendors: { slug: string; name: string }[]
}

/** Where a search's words occur in an incident; no excerpt if they occur only in the title. */
export interface SearchedVendor {
  id: number
  slug: string
  name: string
}

/** What a query asks for. */
export interface SearchRequest {
  /** To be found in titles and updates; empty for all incidents that the other parts select. */
  words: string
  /** Only these vendors; empty for all. */
  vendors: SearchedVendor[]
  /** Only what was open in it. */
  window: Window | null
  /** "19:45", in UTC, on the single day of the window. */
  time: string | null
  /** At least this impact. */
  impact: Impact | null
}

/** What the form beside the query asks for; it goes before what the words say. */
export interface SearchChoices {
  vendor: string | null
  window: string | null
  impact: Impact | null
}

export interface SearchMatch {
  title: MarkedText
  excerpt: MarkedText | null
}

/** How long finished incidents like an open one lasted. */
export interface SimilarPast {
  medianDurationSeconds: number
  count: number
}

/** One of several vendors in a comparison. */
export interface ComparedVendor extends VendorView {
  /** Merged, inside the window. */
  downtime: Period[]
  /** When outages with an unknown end were lost sight of, inside the window. */
  lostSightAt: Date[]
  /** Its figures within the time that is known for all vendors. */
  common: FiguresWithin & { downtimeIsMinimum: boolean }
}

export interface ComparisonView {
  window: Window
  vendors: ComparedVendor[]
  /** The part of the window that is known for all of them. */
  common: { periods: Period[]; seconds: number }
  /** Slugs that no vendor has or had. */
  unknown: string[]
}

export interface StackView {
  window: Window
  vendors: VendorView[]
  /**
   * Of all of them as one: time in which two are down counts once. Covered completely if every vendor is, in part if at least
   * one is.
   */
  history: HistoryView
  /** Slugs that no vendor has or had. */
  unknown: string[]
}

export const RUN_STATES = ['queued', 'running', 'succeeded', 'unchanged', 'suspicious', 'failed'] as const

export const RUN_TRIGGERS = ['schedule', 'admin', 'api', 'cli', 'sample'] as const
export const RUN_MODES = ['poll', 'document', 'backfill', 'replay'] as const

export const runSchema = z.object({
  id: z.string(),
  vendor: z.string(),
  platform: z.string(),
  mode: z.string(),
  trigger: z.string(),
  state: z.enum(RUN_STATES),
  createdAt: instant,
  startedAt: nullableInstant,
  finishedAt: nullableInstant,
  startAfter: nullableInstant.describe('While queued: it goes on after this time, which a host has asked for.'),
  documentsRead: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  withdrawn: z.number().int(),
  quarantined: z.number().int(),
  dryRun: z.boolean(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  warnings: z.array(z.string()),
  diff: z.array(z.unknown()),
  progress: z.unknown().nullable(),
})
export type RunView = z.infer<typeof runSchema>

/** Runs that were requested together. */
export const batchSchema = z.object({
  id: z.string(),
  vendor: z.string().nullable().describe('Whose sources it is about; null for those of all vendors.'),
  mode: z.string(),
  dryRun: z.boolean(),
  actor: z.string(),
  createdAt: instant,
  finishedAt: nullableInstant.describe('When the last of its runs ended; null while one waits or works.'),
  appliedAs: z.string().nullable().describe('Of a dry run: the batch that did the same for real.'),
  counts: z.record(z.enum(RUN_STATES), z.number().int()),
  runs: z.array(
    runSchema.omit({ diff: true }).extend({
      vendorName: z.string(),
      source: z.string(),
      figures: z
        .array(z.object({ figure: z.string(), before: z.number().nullable(), after: z.number().nullable() }))
        .describe("The vendor's headline figures, outages in 24 months, that this run moves."),
    }),
  ),
})
export type BatchView = z.infer<typeof batchSchema>

/** What people wait for: the runs that they requested, and first reads. */
export const queueProgressSchema = z.object({
  finishedAt: nullableInstant.describe('When nothing was under way any more; null while a run waits or works.'),
  runs: z.array(runSchema.omit({ diff: true, warnings: true, error: true }).extend({ vendorName: z.string() })),
  more: z.number().int().describe('Runs under way that are not listed.'),
})
export type QueueProgress = z.infer<typeof queueProgressSchema>

/** The data of a batch's events: only what its page shows while the batch is working. */
export const batchProgressSchema = batchSchema.pick({ id: true, finishedAt: true, counts: true })
export type BatchProgress = z.infer<typeof batchProgressSchema>
