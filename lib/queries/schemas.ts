import { z } from 'zod'
import type { FiguresWithin } from '#lib/domain/common-time.ts'
import type { DayRow, HourRow } from '#lib/domain/days.ts'
import {
  COVERAGE_QUALITIES,
  DURATION_BASES,
  type DurationBasis,
  type Impact,
  type Kind,
  type Period,
  STATES,
  STATUSES,
  type Status,
} from '#lib/domain/incident.ts'
import type { SharedOutage } from '#lib/domain/report/shared-outages.ts'
import type { WorstDay } from '#lib/domain/report/worst-days.ts'
import { impactSchema, kindSchema } from '#lib/domain/site/incident-words.ts'
import type { StartPattern } from '#lib/domain/starts.ts'
import { BREAK_CAUSES } from '#lib/domain/statistics/breaks.ts'
import { TREND_REASONS } from '#lib/domain/statistics/chance.ts'
import { FORECAST_BASES } from '#lib/domain/statistics/forecast.ts'
import type { KnownMonths } from '#lib/domain/statistics/known-months.ts'
import type { QuarterChange } from '#lib/domain/statistics/quarter-change.ts'
import { VERDICTS } from '#lib/domain/statistics/ratio.ts'
import type { MonthAgainstTarget } from '#lib/domain/target.ts'
import type { Window } from '#lib/domain/window.ts'
import type { MarkedText } from '#lib/text/marked.ts'
import type { UnclearDate } from '#lib/text/search/period-words.ts'
import type { SearchedAddress } from '#lib/text/search/search-phrases.ts'

/**
 * The read model of pages, API, feeds and exports: the schemas of the public contract. Instants are `Date` here and ISO
 * 8601 with `Z` in JSON; durations are whole seconds.
 */

const instant = z.date()
const nullableInstant = z.date().nullable()

// One schema for each list of words, which the API's description gives a name.
export const stateSchema = z.enum(STATES)
export const statusSchema = z.enum(STATUSES)
export const durationBasisSchema = z.enum(DURATION_BASES)
export const sourceOriginSchema = z.enum(['live', 'import', 'sample'])

export const updateSchema = z.object({
  id: z.string().describe('Unique within its incident; the anchor of the update on the permalink.'),
  status: statusSchema.nullable(),
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

export const forecastBasisSchema = z.enum(FORECAST_BASES)

export const expectedSchema = z.object({
  asOf: instant.describe('The moment at which this was said.'),
  basis: forecastBasisSchema.describe(
    "Whose outages it is based on: the vendor's that share a component or impact, all of the vendor's, or those of its category.",
  ),
  count: z
    .number()
    .int()
    .describe('How many outages it is based on: those that had lasted longer. Never fewer than 10.'),
  medianSeconds: z.number().int().describe('Half of them were over within this time from `asOf`.'),
  boundSeconds: z
    .number()
    .int()
    .nullable()
    .describe('Within this time from `asOf`, the share of them were over; null where they do not reach so far.'),
  share: z.number().describe('0.8, or more where the track record of the vendor asks for a wider bound.'),
  isMitigated: z.boolean().describe('Whether a fix was being monitored, so that only the time after that is compared.'),
})
export type Expected = z.infer<typeof expectedSchema>

export const incidentSchema = z.object({
  id: z.string().describe('12 characters of Crockford base32; stable for good.'),
  vendor: z.string().describe('Slug of the vendor.'),
  vendorName: z.string(),
  platform: z.string(),
  externalId: z.string(),
  title: z.string(),
  kind: kindSchema,
  impact: impactSchema,
  status: statusSchema.nullable(),
  startedAt: nullableInstant,
  endedAt: nullableInstant,
  startedAfter: nullableInstant,
  startedBefore: nullableInstant,
  durationSeconds: z.number().int().nullable().describe('Null means that the vendor has not reported it.'),
  durationBasis: durationBasisSchema,
  durationIsMinimum: z
    .boolean()
    .describe('True if the incident lasted longer than the duration says, because its end is not known.'),
  scheduledFrom: nullableInstant.describe('When the maintenance is planned to start.'),
  scheduledUntil: nullableInstant.describe('When the maintenance is planned to end.'),
  timeToMitigateSeconds: z.number().int().nullable(),
  expected: expectedSchema
    .nullable()
    .optional()
    .describe(
      'How long an open outage is likely to go on: null where too few like it are known, absent where none is open.',
    ),
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

export const upstreamSchema = z.object({
  name: z.string().describe('A company whose trouble it is, as the text says.'),
  vendor: z.string().nullable().describe('Its slug here; null if it is not followed.'),
  updateId: z.string().nullable().describe('The update that says so; null for the title.'),
  quote: z.string().describe('The sentence, at most 300 characters of it.'),
})
export type UpstreamView = z.infer<typeof upstreamSchema>

export const incidentInFullSchema = incidentSchema.extend({
  revisions: z.array(revisionSchema),
  corrections: z.array(correctionSchema),
  mentions: z.array(mentionSchema),
  namedUpstreams: z.array(upstreamSchema).describe('Companies that the texts name as the cause, beside the links.'),
  documentSha256: z.string().describe('The latest document that contains this incident.'),
})
export type IncidentInFull = z.infer<typeof incidentInFullSchema>

export const coveragePeriodSchema = z.object({ from: instant, to: instant, quality: z.enum(COVERAGE_QUALITIES) })

/** The headline figures of a window. */
export const figuresSchema = z.object({
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

export const countsByImpact = z.partialRecord(impactSchema, z.number().int())

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

export const monthSchema = z.object({
  month: z.string(),
  incidentCount: z.number().int().nullable(),
  downtimeSeconds: z.number().int().nullable(),
  downtimeIsMinimum: z
    .literal(true)
    .optional()
    .describe('Given where it was longer than that, because an outage was lost sight of in this month.'),
})

export const keptSchema = z.object({ cases: z.number().int(), kept: z.number().int() })

export const trackRecordSchema = keptSchema.extend({
  share: z.number().describe('What each bound promised.'),
  byMinutes: z
    .object({ 0: keptSchema, 30: keptSchema, 60: keptSchema, 120: keptSchema })
    .describe('By minutes after the start at which the forecast was made.'),
  byBasis: z.object({ similar: keptSchema, vendor: keptSchema, category: keptSchema }),
})

export const forecastRecordSchema = z.object({
  vendor: z.string().describe('Slug of the vendor.'),
  vendorName: z.string(),
  promised: trackRecordSchema.describe('Of bounds of 80 percent.'),
  widened: trackRecordSchema
    .nullable()
    .describe('Of the wider bounds that are given because those of 80 percent held for too few; else null.'),
})

export const trackRecordListSchema = z.object({
  all: trackRecordSchema.describe('Of all vendors together.'),
  vendors: z.array(forecastRecordSchema).describe('Those with any case, the most cases first.'),
  vendorCount: z.number().int(),
  pendingCount: z.number().int().describe('Vendors whose record is not computed yet.'),
})
export type TrackRecordView = z.infer<typeof trackRecordListSchema>

export const rateSchema = z
  .object({
    perMonth: z.number(),
    low: z.number(),
    high: z.number().nullable().describe('Null where nothing was posted, so that no length can be expected.'),
  })
  .describe('A rate with a 90 percent interval, as wide as the months vary.')

export const atMostSchema = z.object({
  percent: z.number().describe('Of the known time; rounded up, so that it stays an upper bound.'),
  nines: z.number().int().describe('How many nines it begins with: 99.87 has two.'),
})

export const breakSchema = z.object({
  at: instant,
  until: instant.describe('The last sign of the same change: a vendor may change over some weeks.'),
  cause: z
    .enum(BREAK_CAUSES)
    .describe('Another source, a new kind of posting, or a list of components that has doubled.'),
})
export type BreakView = z.infer<typeof breakSchema>

export const trendSchema = z.object({
  from: instant.describe('The first day of the earlier twelve months.'),
  middle: instant,
  to: instant.describe('The end of the later twelve months.'),
  reason: z.enum(TREND_REASONS).nullable().describe('Why nothing is said; null where there is a trend.'),
  changedAt: nullableInstant.describe('When reporting changed, if that is the reason.'),
  trend: z
    .object({
      direction: z.enum(VERDICTS).describe('In the later twelve months, as far as it is more than chance gives.'),
      latestPerMonth: z.number(),
      earlierPerMonth: z.number(),
      probability: z.number().describe('How often chance alone gives such a difference or a greater one.'),
      powerForDoubling: z.number().describe('With which probability a doubling would have been noticed.'),
    })
    .nullable(),
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
  rates: z
    .object({ incidents: rateSchema.nullable(), downtimeSeconds: rateSchema.nullable() })
    .describe(
      'By known months, with the limits that chance leaves; null for fewer than six of them, and of downtime where no outage has a known duration.',
    ),
  atMost: z
    .object({ all: atMostSchema.nullable(), major: atMostSchema.nullable() })
    .describe(
      'How much uptime the postings alone allow at most, and counting only major or worse; null where they set no limit, for under 60 known days, and under a filter.',
    ),
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
  monthly: z.array(monthSchema),
})
export type HistoryView = z.infer<typeof historySchema>

const shareSchema = z.object({ count: z.number().int(), of: z.number().int() })

/** How a vendor reports: figures with the counts that they rest on. */
export const candourSchema = z.object({
  firstPostedWhenOver: shareSchema.describe(
    'Outages whose first posting says that they are over, or came after their end; of those with a posting.',
  ),
  gaps: z
    .object({ count: z.number().int(), medianSeconds: z.number().int().nullable() })
    .describe('From one posting to the next, while an outage was open. The median needs 5.'),
  longestSilence: z
    .object({ id: z.string(), seconds: z.number().int() })
    .nullable()
    .describe('The longest time without a posting while an outage was open, after its first.'),
  lag: shareSchema
    .extend({ medianSeconds: z.number().int().nullable() })
    .describe('Outages with a stated start a minute or more before the first posting; of those with a stated start.'),
  editedUpdates: shareSchema.describe(
    'Postings that were edited after they had been read; of those whose source was read again.',
  ),
  withdrawnIncidents: shareSchema.describe('Of the outages whose source was read again.'),
  stated: z
    .object({
      count: z.number().int(),
      shorter: z.number().int(),
      same: z.number().int().describe('Within 5 minutes.'),
      longer: z.number().int(),
      statedSeconds: z.number().int(),
      postedSeconds: z.number().int(),
    })
    .describe('Outages whose text states their times, against the times that were posted.'),
})
export type CandourView = z.infer<typeof candourSchema>

const LAST_TRY = 'When the newest try to read the source failed; null when it succeeded.'

export const sourceSchema = z.object({
  platform: z.string(),
  url: z.string().nullable(),
  origin: sourceOriginSchema,
  isPrimary: z.boolean(),
  lastGoodReadAt: nullableInstant,
  lastCheckedAt: nullableInstant,
  lastTryFailedAt: nullableInstant.describe(LAST_TRY),
})

export const pageStatusSchema = z.object({
  indicator: z.string().describe("The platform's own overall word."),
  state: stateSchema.nullable().describe('The state that the word stands for; null for an unknown word.'),
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
  state: stateSchema,
  lastKnownState: stateSchema
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
  openCounts: z.record(kindSchema, z.number().int()).describe('All that are open, by kind.'),
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
  trend: trendSchema
    .nullable()
    .describe(
      'Whether outages became more or less frequent in the last twelve whole months; null where a filter is set.',
    ),
  breaks: z
    .array(breakSchema)
    .nullable()
    .describe('When its reporting changed, so that earlier outages do not compare; null until that has been checked.'),
  history: historySchema,
})
export type VendorView = z.infer<typeof vendorSchema>

export const vendorSummarySchema = z.object({
  ...vendorHead,
  openIncidentTitle: z.string().nullable(),
  openIncidentExpected: expectedSchema
    .nullable()
    .optional()
    .describe(
      'How long that outage is likely to go on: null where too few like it are known, absent where none is open.',
    ),
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
  monthly: z.array(monthSchema),
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

/** What several vendors had open around a moment, and which postings name whom. */
export interface CascadeView {
  moment: Date
  /** Six hours before and after the moment, at most until the present. */
  window: Period
  /** Who was affected first comes first; vendors that are only named come last. */
  lanes: CascadeLane[]
  /** Vendors with an outage in this time that have no lane. */
  otherVendors: number
  /** Whether there are more outages than were read, so that there may be more vendors. */
  isCut: boolean
  /** Outages whose texts were not searched for names of vendors, because there are too many. */
  unread: number
  mentions: CascadeMention[]
}

export interface CascadeLane {
  /** The vendor's slug, or the host of a status page that no vendor here has. */
  key: string
  /** Null for such a host. */
  slug: string | null
  name: string
  /** The time of the window that is known in part only, and that of which nothing is known. */
  partial: Period[]
  unknown: Period[]
  /** Oldest first. */
  incidents: CascadeIncident[]
}

export interface CascadeIncident {
  id: string
  title: string
  impact: Impact
  startedAt: Date
  /** Null while it is open, or if its end is not known. */
  endedAt: Date | null
  /** The part of it that lies in the window; of no length if its duration is not known. */
  shown: Period
  /** Whether it may have gone on after that. */
  isMinimum: boolean
}

/** A posting that links to another vendor's incident, or names another vendor as the one whose trouble it is. */
export interface CascadeMention {
  /** The key of the lane, and the incident that was posted. */
  fromLane: string
  fromId: string
  postedAt: Date
  toLane: string
  /** Null if that incident is not stored, or was not open in this time; and for a name, which does not tell the incident. */
  toId: string | null
  /** The sentence that names the vendor; null for a link. */
  quote: string | null
}

/** A document that figures are taken from. */
export interface ReportDocument {
  vendor: string
  url: string | null
  sha256: string
  byteLength: number
  /** Null for a document imported without a read time. */
  firstReadAt: Date | null
  lastReadAt: Date | null
  /** How many of the incidents it says. */
  incidentCount: number
}

/** A quarter of several vendors, for those who depend on them. */
export interface ReportView {
  /** "2026-Q3" */
  quarter: string
  window: Window
  /** When it was computed: from what was known then. */
  asOf: Date
  method: number
  /** The percentage of a contract against which months are held; null without one. */
  target: number | null
  /** The most downtime first; those without data come last. */
  vendors: ReportVendor[]
  /** Of all of them together; null for one vendor. */
  together: HistoryView | null
  /** Times in which several were down at once, the longest first, and how long they are together; null for one vendor. */
  shared: { seconds: number; count: number; longest: SharedOutage[] } | null
  worstDays: WorstDay[]
  documents: ReportDocument[]
  /** Slugs that no vendor has or had. */
  unknown: string[]
}

export interface ReportVendor {
  slug: string
  name: string
  /** Whether only the bundled sample archive is held. */
  isSample: boolean
  history: HistoryView
  /** Its part of the downtimes added separately; null without data, or without anything to share. */
  share: number | null
  /** Its outages a month, with limits, against those of the quarter before. */
  change: QuarterChange
  candour: CandourView
  /** Each month of the quarter against the target; null without one. */
  months: MonthAgainstTarget[] | null
}

/** What the figures of a window are computed from, and the figures, for somebody who computes them again. */
export interface EvidenceView {
  method: number
  asOf: Date
  window: Window
  vendors: EvidenceVendor[]
  /** Of all of them together; null for one vendor. */
  together: HistoryView | null
  sharedSeconds: number | null
  worstDays: WorstDay[]
  documents: ReportDocument[]
}

export interface EvidenceVendor {
  slug: string
  name: string
  history: HistoryView
  candour: CandourView
  /** Those that count in the window, oldest first. */
  incidents: EvidenceIncident[]
}

/** An incident as the figures take it. Texts are left out: they are the vendors'. */
export interface EvidenceIncident {
  vendor: string
  id: string
  title: string
  permalink: string
  sourceUrl: string | null
  impact: Impact
  basis: DurationBasis
  startedAt: Date | null
  endedAt: Date | null
  startedAfter: Date | null
  startedBefore: Date | null
  mitigatedAt: Date | null
  /** Up to when it counts if its end is not known; null where its source was read until `asOf`. */
  knownUntil: Date | null
  /** When its duplicate in another source ended. */
  duplicateEndedAt: Date | null
  withdrawnAt: Date | null
  statedStartedAt: Date | null
  statedWindow: Period | null
  documentSha256: string
  /** Whether its source was read again after it, so that a withdrawal or an edit was seen; the same of its updates. */
  readAgain: boolean
  /** Oldest first. */
  updates: {
    readAgain: boolean
    postedAt: Date
    status: Status | null
    editedAt: Date | null
    withdrawnAt: Date | null
    documentSha256: string
  }[]
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
  /** The incident that this address leads to, and nothing else. */
  address: SearchedAddress | null
  /** A date among the words that two countries read differently. */
  unclearDate: UnclearDate | null
}

export interface SearchResult {
  incidents: IncidentView[]
  nextCursor: string | null
  /** Vendors with names similar to the query, most similar first, at most 8; only with the first page. */
  vendors: { slug: string; name: string }[]
}

export interface SearchAnswer {
  /** What was searched for. */
  request: SearchRequest
  result: SearchResult
  /** The query as it was searched for: in quotation marks where only the exact words gave results. */
  q: string
  /** A similar query that finds something, where this one finds nothing. */
  suggestion: string | null
  /** The query without its date, where only other times have something. */
  anyTime: string | null
  /** A query for what other vendors wrote of the vendor named, where it has nothing itself. */
  mentions: { q: string; name: string } | null
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

/** One of several vendors in a comparison. */
export interface ComparedVendor extends VendorView {
  /** Merged, inside the window. */
  downtime: Period[]
  /** When outages with an unknown end were lost sight of, inside the window. */
  lostSightAt: Date[]
  /** Its figures within the time that is known for all vendors. */
  common: FiguresWithin & { downtimeIsMinimum: boolean; months: KnownMonths }
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
  /**
   * The months of each vendor within the time that is known for all, in the vendors' order, whether the downtime in it is a minimum, and
   * how long that time is.
   */
  common: { months: KnownMonths[]; areMinima: boolean[]; seconds: number }
  /** Slugs that no vendor has or had. */
  unknown: string[]
}

export const RUN_STATES = ['queued', 'running', 'succeeded', 'unchanged', 'suspicious', 'failed'] as const

export const RUN_TRIGGERS = ['schedule', 'admin', 'api', 'cli', 'sample'] as const
export const RUN_MODES = ['poll', 'document', 'backfill', 'replay'] as const

export const runStateSchema = z.enum(RUN_STATES)
export const runErrorSchema = z.object({ code: z.string(), message: z.string() })

export const runSchema = z.object({
  id: z.string(),
  vendor: z.string(),
  platform: z.string(),
  mode: z.string(),
  trigger: z.string(),
  state: runStateSchema,
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
  error: runErrorSchema.nullable(),
  warnings: z.array(z.string()),
  diff: z.array(z.unknown()),
  progress: z.unknown().nullable(),
})
export type RunView = z.infer<typeof runSchema>

export const runCountsSchema = z.record(runStateSchema, z.number().int())

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
  counts: runCountsSchema,
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
