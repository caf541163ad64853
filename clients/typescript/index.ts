// Written by `npm run client` from the API's description; a test compares.
import { type ClientOptions, createSend } from './send.ts'

export type VendorList = {
  vendors: VendorSummary[]
  /** Send it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null
}

export type VendorNames = {
  vendors: VendorName[]
  /** With `q` or `limit`: how many match, listed or not. */
  total?: number
}

export type Vendor = {
  slug: string
  name: string
  websiteUrl: string | null
  category: string | null
  state: State
  /** What the last good read showed, where that is too long ago for a state; else null. */
  lastKnownState: State | null
  /** True while the newest item of the primary source is one that was not understood. */
  isUnclear: boolean
  /** The last good read of the primary source. */
  checkedAt: string | null
  /** When the newest try to read the source failed; null when it succeeded. */
  lastTryFailedAt: string | null
  /** True while only the bundled sample archive is held. */
  isSample: boolean
  /** What the vendor's own page says about its overall state, if that was read recently; else null. */
  pageStatus: PageStatus | null
  /** The platform's own overall indicator, in its own word. */
  indicator: string | null
  /** The last version of the method that changed the headline figures, and when; /api/v1/restatements has them. */
  restatement: {
    method: number
    asOf: string
  } | null
  sources: VendorSource[]
  /** Outages first, then maintenances and notices; of a kind the worst first, among equals the newest. At most 50 of a kind of the primary source, and 50 of all others. */
  openIncidents: Incident[]
  /** All that are open, by kind. */
  openCounts: {
    incident: number
    maintenance: number
    notice: number
  }
  /** What is announced and has not started, the soonest first; at most 50. No figure counts it. */
  planned: Incident[]
  held: {
    incidentCount: number
    downtimeSeconds: number
    downtimeIsMinimum: boolean
    unknownDurationCount: number
    since: string | null
  }
  /** Whether outages became more or less frequent in the last twelve whole months; null where a filter is set. */
  trend: Trend | null
  /** When its reporting changed, so that earlier outages do not compare; null until that has been checked. */
  breaks: ReportingBreak[] | null
  history: History
}

export type Candour = {
  /** Outages whose first posting says that they are over, or came after their end; of those with a posting. */
  firstPostedWhenOver: {
    count: number
    of: number
  }
  /** From one posting to the next, while an outage was open. The median needs 5. */
  gaps: {
    count: number
    medianSeconds: number | null
  }
  /** The longest time without a posting while an outage was open, after its first. */
  longestSilence: {
    id: string
    seconds: number
  } | null
  /** Outages with a stated start a minute or more before the first posting; of those with a stated start. */
  lag: {
    count: number
    of: number
    medianSeconds: number | null
  }
  /** Postings that were edited after they had been read; of those whose source was read again. */
  editedUpdates: {
    count: number
    of: number
  }
  /** Of the outages whose source was read again. */
  withdrawnIncidents: {
    count: number
    of: number
  }
  /** Outages whose text states their times, against the times that were posted. */
  stated: {
    count: number
    shorter: number
    /** Within 5 minutes. */
    same: number
    longer: number
    statedSeconds: number
    postedSeconds: number
  }
  window: {
    from: string
    to: string
  }
}

export type IncidentList = {
  incidents: Incident[]
  /** Send it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null
  /** Of the whole list, not only of this page. */
  total: number
}

export type SearchResult = {
  incidents: Incident[]
  /** Send it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null
  /** Vendors with names like the query; only on the first page. */
  vendors: VendorName[]
}

export type RestatementList = {
  /** The version of the method that every figure follows. */
  method: number
  methods: {
    version: number
    date: string
    changes: string[]
  }[]
  restatements: Restatement[]
}

export type TrackRecordList = {
  /** Of all vendors together. */
  all: TrackRecord
  /** Those with any case, the most cases first. */
  vendors: ForecastRecord[]
  vendorCount: number
  /** Vendors whose record is not computed yet. */
  pendingCount: number
}

export type Moment = {
  t: string
  /** Outages and maintenances, newest first; at most 200 of each. */
  incidents: Incident[]
  /** Whether more may have been open than are listed. */
  isCut: boolean
}

export type IncidentInFull = {
  /** 12 characters of Crockford base32; stable for good. */
  id: string
  /** Slug of the vendor. */
  vendor: string
  vendorName: string
  platform: string
  externalId: string
  title: string
  kind: Kind
  impact: Impact
  status: Status | null
  startedAt: string | null
  endedAt: string | null
  startedAfter: string | null
  startedBefore: string | null
  /** Null means that the vendor has not reported it. */
  durationSeconds: number | null
  durationBasis: DurationBasis
  /** True if the incident lasted longer than the duration says, because its end is not known. */
  durationIsMinimum: boolean
  /** When the maintenance is planned to start. */
  scheduledFrom: string | null
  /** When the maintenance is planned to end. */
  scheduledUntil: string | null
  timeToMitigateSeconds: number | null
  /** How long an open outage is likely to go on: null where too few like it are known, absent where none is open. */
  expected?: Expected | null
  /** A window that the vendor's text states; not part of any total. */
  statedWindow: StatedWindow | null
  components: string[]
  sourceUrl: string | null
  permalink: string
  firstSeenAt: string
  /** When something new was last said about it: an update, an edit, a withdrawal, a correction. */
  newsAt: string
  withdrawnAt: string | null
  /** Not counted: corrected to "not an outage", or maintenance withdrawn before it started. */
  excluded: boolean
  isSample: boolean
  updateCount: number
  declaredUpdateCount: number | null
  /** Oldest first. */
  updates: Update[]
  revisions: Revision[]
  corrections: Correction[]
  mentions: Mention[]
  /** Companies that the texts name as the cause, beside the links. */
  namedUpstreams: NamedUpstream[]
  /** The latest document that contains this incident. */
  documentSha256: string
}

export type Run = {
  id: string
  vendor: string
  platform: string
  mode: string
  trigger: string
  state: RunState
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  /** While queued: it goes on after this time, which a host has asked for. */
  startAfter: string | null
  documentsRead: number
  created: number
  updated: number
  unchanged: number
  withdrawn: number
  quarantined: number
  dryRun: boolean
  error: RunError | null
  warnings: string[]
  diff: unknown[]
  progress: unknown
}

export type RunList = {
  runs: Run[]
}

export type Batch = {
  id: string
  /** Whose sources it is about; null for those of all vendors. */
  vendor: string | null
  mode: string
  dryRun: boolean
  actor: string
  createdAt: string
  /** When the last of its runs ended; null while one waits or works. */
  finishedAt: string | null
  /** Of a dry run: the batch that did the same for real. */
  appliedAs: string | null
  counts: RunCounts
  runs: {
    id: string
    vendor: string
    platform: string
    mode: string
    trigger: string
    state: RunState
    createdAt: string
    startedAt: string | null
    finishedAt: string | null
    /** While queued: it goes on after this time, which a host has asked for. */
    startAfter: string | null
    documentsRead: number
    created: number
    updated: number
    unchanged: number
    withdrawn: number
    quarantined: number
    dryRun: boolean
    error: RunError | null
    warnings: string[]
    progress: unknown
    vendorName: string
    source: string
    /** The vendor's headline figures, outages in 24 months, that this run moves. */
    figures: {
      figure: string
      before: number | null
      after: number | null
    }[]
  }[]
}

export type BatchProgress = {
  id: string
  /** When the last of its runs ended; null while one waits or works. */
  finishedAt: string | null
  counts: RunCounts
}

export type QueueProgress = {
  /** When nothing was under way any more; null while a run waits or works. */
  finishedAt: string | null
  runs: {
    id: string
    vendor: string
    platform: string
    mode: string
    trigger: string
    state: RunState
    createdAt: string
    startedAt: string | null
    finishedAt: string | null
    /** While queued: it goes on after this time, which a host has asked for. */
    startAfter: string | null
    documentsRead: number
    created: number
    updated: number
    unchanged: number
    withdrawn: number
    quarantined: number
    dryRun: boolean
    progress: unknown
    vendorName: string
  }[]
  /** Runs under way that are not listed. */
  more: number
}

export type Catalogue = {
  vendors: {
    slug: string
    name: string
    category: string
    /** Null where it is detected when the vendor is added, or cannot be read. */
    platform: string | null
    /** The address that is read, or that of its status page. */
    url: string
    websiteUrl: string | null
    /** Why its status page cannot be read; null where it can. */
    unreadable: string | null
    note: string | null
  }[]
}

export type AddedVendors = {
  added: VendorName[]
  /** A sentence for each vendor that could not be added. */
  refused: string[]
}

/** What is deleted, counted. */
export type SampleRemoval = Record<string, number>

export type Source = {
  id: number
  vendor: string
  vendorName: string
  /** Platform and host; part of every permalink. */
  key: string
  platform: string
  url: string | null
  origin: SourceOrigin
  isPrimary: boolean
  pollIntervalSeconds: number
  /** Of the source itself; a vendor's pause is the vendor's. */
  pausedAt: string | null
  health: 'failing' | 'suspicious' | 'late' | 'new' | 'fresh' | 'stopped' | 'archive'
  /** Polls that failed in a row. */
  failures: number
  nextDueAt: string | null
  lastCheckedAt: string | null
  lastGoodReadAt: string | null
  incidentCount: number
  documentCount: number
  /** Where its polls have seen it go. */
  movedHint: {
    /** Null where the page is gone and nothing shows where to. */
    url: string | null
    platform: string | null
    evidence: string
    times: number
    since: string
  } | null
  /** Key of the source in which its history goes on. */
  movedTo: string | null
  /** Keys of the sources whose history goes on in this one. */
  movedFrom: string[]
  lastRun: {
    id: string
    state: RunState
    error: RunError | null
  } | null
}

export type SourceList = {
  sources: Source[]
}

export type Move = {
  to: {
    platform: string
    url: string
    evidence: string
  }
  /** `address`: the same page, the source keeps its key. `source`: a source of its own beside the old one. */
  way: 'address' | 'source'
  pairs: {
    old: MovedIncident
    fresh: MovedIncident
  }[]
  onlyOld: MovedIncident[]
  onlyNew: MovedIncident[]
  /** Open on the old page and not on the new one. */
  leftOpen: MovedIncident[]
  /** Empty after a dry run. */
  runs: Run[]
}

export type Merge = {
  slug: string
  into: string
  /** What the merge takes over, counted. */
  deletionImpact: Record<string, number>
  /** The former name of `deletionImpact`. */
  goes: Record<string, number>
  /** Keys of sources that both have. */
  shared: string[]
  sources: {
    id: number
    key: string
    isPrimary: boolean
  }[]
  figures: {
    own: Record<string, number | null>
    before: Record<string, number | null>
    after: Record<string, number | null>
  }
}

export type Detection = {
  platform: string
  url: string
  evidence: string
  /** The vendor's name, as its page says it. */
  siteName: string | null
  preview: {
    /** 12 characters of Crockford base32; stable for good. */
    id?: string
    /** Slug of the vendor. */
    vendor?: string
    vendorName?: string
    platform?: string
    externalId?: string
    title?: string
    kind?: Kind
    impact?: Impact
    status?: Status | null
    startedAt?: string | null
    endedAt?: string | null
    startedAfter?: string | null
    startedBefore?: string | null
    /** Null means that the vendor has not reported it. */
    durationSeconds?: number | null
    durationBasis?: DurationBasis
    /** True if the incident lasted longer than the duration says, because its end is not known. */
    durationIsMinimum?: boolean
    /** When the maintenance is planned to start. */
    scheduledFrom?: string | null
    /** When the maintenance is planned to end. */
    scheduledUntil?: string | null
    timeToMitigateSeconds?: number | null
    /** How long an open outage is likely to go on: null where too few like it are known, absent where none is open. */
    expected?: Expected | null
    /** A window that the vendor's text states; not part of any total. */
    statedWindow?: StatedWindow | null
    components?: string[]
    sourceUrl?: string | null
    permalink?: string
    firstSeenAt?: string
    /** When something new was last said about it: an update, an edit, a withdrawal, a correction. */
    newsAt?: string
    withdrawnAt?: string | null
    /** Not counted: corrected to "not an outage", or maintenance withdrawn before it started. */
    excluded?: boolean
    isSample?: boolean
    updateCount?: number
    declaredUpdateCount?: number | null
    /** Oldest first. */
    updates?: Update[]
  }[]
  /** Everything that is listed there: how much, and its first and last known start. */
  counts: {
    incidents: number
    from: string | null
    to: string | null
  }
  /** What could not be read or parsed in the source as a whole. */
  problems: string[]
  /** The problems, followed by what could not be parsed in single items. */
  warnings: string[]
}

export type AlertRule = {
  id: number
  name: string
  /** Null for all vendors. */
  vendors:
    | {
        slug: string
        /** Null once the vendor has been deleted. */
        name: string | null
      }[]
    | null
  components: string[]
  kinds: Kind[]
  minImpact: Impact | null
  events: AlertEventKind[]
  zone: string
  quietFrom: string | null
  quietUntil: string | null
  digestMinutes: number | null
  coolDownMinutes: number | null
  targets: {
    id: number
    name: string
  }[]
  pausedAt: string | null
  createdBy: string
  createdAt: string
  /** Why it tells less than it seems to, as sentences; empty if it does not. */
  notes: string[]
}

export type AlertRuleList = {
  rules: AlertRule[]
}

export type AlertRuleDryRun = {
  from: string
  to: string
  /** Events that the rule tells of. */
  eventCount: number
  /** Messages to each target: what is held until the same moment is one. */
  messageCount: number
  byKind: Record<string, number>
  /** The newest hundred. */
  newest: {
    kind: AlertEventKind
    at: string
    /** Later than `at` for what waits for quiet hours, a digest or a cool-down to end. */
    sentAt: string
    vendor: string
    incident: string
    title: string
  }[]
}

export type AlertTarget = {
  id: number
  name: string
  kind: AlertTargetKind
  /** What may be shown of its address. */
  settings: {
    /** Of its address. */
    host: string
    /** Of json. */
    template?: string
    /** Of email. */
    security?: MailSecurity
    /** Of email. */
    user?: string
    /** Of email. */
    from?: string
    /** Of email. */
    to?: string[]
  }
  /** Attempts under way at once. */
  concurrency: number
  /** Messages a minute at most. */
  perMinute: number | null
  /** More events than this in a minute become one message. */
  digestOver: number | null
  createdBy: string
  createdAt: string
  pausedAt: string | null
  disabledAt: string | null
  disabledReason: string | null
  /** When it last accepted a message. */
  acceptedAt: string | null
  /** When it last did not. */
  failedAt: string | null
  /** Of the newest failed attempt. */
  failure: string | null
  waitingCount: number
  health: AlertTargetHealth
}

export type AlertTargetList = {
  targets: AlertTarget[]
}

export type NewAlertTargetAnswer = {
  id: number
  name: string
  kind: AlertTargetKind
  /** What may be shown of its address. */
  settings: {
    /** Of its address. */
    host: string
    /** Of json. */
    template?: string
    /** Of email. */
    security?: MailSecurity
    /** Of email. */
    user?: string
    /** Of email. */
    from?: string
    /** Of email. */
    to?: string[]
  }
  /** Attempts under way at once. */
  concurrency: number
  /** Messages a minute at most. */
  perMinute: number | null
  /** More events than this in a minute become one message. */
  digestOver: number | null
  createdBy: string
  createdAt: string
  pausedAt: string | null
  disabledAt: string | null
  disabledReason: string | null
  /** When it last accepted a message. */
  acceptedAt: string | null
  /** When it last did not. */
  failedAt: string | null
  /** Of the newest failed attempt. */
  failure: string | null
  waitingCount: number
  health: AlertTargetHealth
  /** One that was made up for a webhook; it is never shown again. */
  signingSecret: string | null
}

export type AlertDelivery = {
  id: string
  targetId: number
  targetName: string
  purpose: AlertDeliveryPurpose
  event: AlertEventKind | null
  /** The slug. */
  vendor: string | null
  vendorName: string | null
  /** The incident's. */
  title: string | null
  incidentId: string | null
  /** The `webhook-id`, which stays when the message is sent again. */
  messageId: string
  state: AlertDeliveryState
  dueAt: string
  tries: number
  createdAt: string
  endedAt: string | null
  failure: string | null
  /** The delivery of the digest that tells it. */
  digestId: string | null
  attempts: AlertAttempt[]
}

export type AlertDeliveryList = {
  deliveries: AlertDeliverySummary[]
  /** Send it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null
}

export type StatuspageSummary = {
  page: StatuspagePage
  components: StatuspageComponent[]
  incidents: StatuspageIncident[]
  scheduled_maintenances: StatuspageMaintenance[]
  status: StatuspageStatus
}

export type StatuspageStatusBody = {
  page: StatuspagePage
  status: StatuspageStatus
}

export type StatuspageComponentList = {
  page: StatuspagePage
  components: StatuspageComponent[]
}

export type StatuspageIncidentList = {
  page: StatuspagePage
  incidents: StatuspageIncident[]
}

export type StatuspageIncidentBody = {
  page: StatuspagePage
  incident: StatuspageIncident | StatuspageMaintenance
}

export type StatuspageMaintenanceList = {
  page: StatuspagePage
  scheduled_maintenances: StatuspageMaintenance[]
}

export type State = 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown'

export type Kind = 'incident' | 'maintenance' | 'notice'

export type Impact = 'none' | 'minor' | 'unknown' | 'major' | 'critical'

export type AlertEventKind =
  | 'opened'
  | 'updated'
  | 'impact_raised'
  | 'impact_lowered'
  | 'resolved'
  | 'reopened'
  | 'withdrawn'
  | 'corrected'
  | 'planned'
  | 'started'
  | 'ended'
  | 'called_off'
  | 'state_changed'
  | 'source_failing'
  | 'source_recovered'

export type DigestMinutes = 15 | 60 | 240 | 1440

export type AlertTargetKind =
  | 'slack'
  | 'teams'
  | 'discord'
  | 'google_chat'
  | 'mattermost'
  | 'email'
  | 'pagerduty'
  | 'ntfy'
  | 'webhook'
  | 'json'

export type MailSecurity = 'tls' | 'starttls' | 'none'

export type Status =
  | 'investigating'
  | 'identified'
  | 'monitoring'
  | 'resolved'
  | 'postmortem'
  | 'scheduled'
  | 'in_progress'
  | 'verifying'
  | 'completed'

export type DurationBasis =
  | 'reported'
  | 'single'
  | 'ongoing'
  | 'undated'
  | 'corrected'
  | 'impossible'
  | 'seen'
  | 'planned'
  | 'unclear'

export type AlertTargetHealth = 'disabled' | 'failing' | 'paused' | 'new' | 'working'

export type AlertDeliveryPurpose = 'event' | 'digest' | 'test'

export type AlertDeliveryState = 'waiting' | 'delivered' | 'failed' | 'skipped'

export type AlertDeliverySummary = {
  id: string
  targetId: number
  targetName: string
  purpose: AlertDeliveryPurpose
  event: AlertEventKind | null
  /** The slug. */
  vendor: string | null
  vendorName: string | null
  /** The incident's. */
  title: string | null
  incidentId: string | null
  /** The `webhook-id`, which stays when the message is sent again. */
  messageId: string
  state: AlertDeliveryState
  dueAt: string
  tries: number
  createdAt: string
  endedAt: string | null
  failure: string | null
  /** The delivery of the digest that tells it. */
  digestId: string | null
}

export type AlertAttempt = {
  id: string
  at: string
  /** How long it took. */
  ms: number
  isAccepted: boolean
  /** What was sent, without secrets. */
  request: string
  /** Of HTTP or SMTP; null without an answer. */
  status: number | null
  /** The first 2 KB of what was answered. */
  answer: string | null
  /** What went wrong, and what to do. */
  failure: string | null
}

export type SourceOrigin = 'live' | 'import' | 'sample'

export type RunState = 'queued' | 'running' | 'succeeded' | 'unchanged' | 'suspicious' | 'failed'

export type RunError = {
  code: string
  message: string
}

export type RunCounts = {
  queued: number
  running: number
  succeeded: number
  unchanged: number
  suspicious: number
  failed: number
}

export type CountsByImpact = Record<string, number>

export type MonthFigures = {
  month: string
  incidentCount: number | null
  downtimeSeconds: number | null
  /** Given where it was longer than that, because an outage was lost sight of in this month. */
  downtimeIsMinimum?: true
}

export type HeadlineFigures = {
  incidentCount: number | null
  downtimeSeconds: number | null
  unknownDurationCount: number | null
  incidentsPerMonth: number | null
  medianDurationSeconds: number | null
  timeWithoutIncidentPercent: number | null
}

export type MovedIncident = {
  externalId: string
  title: string
  startedAt: string | null
}

export type VendorName = {
  slug: string
  name: string
}

export type VendorSummary = {
  slug: string
  name: string
  websiteUrl: string | null
  category: string | null
  state: State
  /** What the last good read showed, where that is too long ago for a state; else null. */
  lastKnownState: State | null
  /** True while the newest item of the primary source is one that was not understood. */
  isUnclear: boolean
  /** The last good read of the primary source. */
  checkedAt: string | null
  /** When the newest try to read the source failed; null when it succeeded. */
  lastTryFailedAt: string | null
  /** True while only the bundled sample archive is held. */
  isSample: boolean
  /** What the vendor's own page says about its overall state, if that was read recently; else null. */
  pageStatus: PageStatus | null
  openIncidentTitle: string | null
  /** How long that outage is likely to go on: null where too few like it are known, absent where none is open. */
  openIncidentExpected?: Expected | null
  incidentCount: number
  downtimeSeconds: number
  /** True where the downtime was longer than that, because the end of an incident is not known. */
  downtimeIsMinimum: boolean
  incidentsPerMonth: number | null
  medianDurationSeconds: number | null
  /** How many of the days are known; 95 percent or more of each. */
  knownDays: number
  days: number
  lastIncidentAt: string | null
  monthly: MonthFigures[]
}

export type VendorSource = {
  platform: string
  url: string | null
  origin: SourceOrigin
  isPrimary: boolean
  lastGoodReadAt: string | null
  lastCheckedAt: string | null
  /** When the newest try to read the source failed; null when it succeeded. */
  lastTryFailedAt: string | null
}

export type PageStatus = {
  /** The platform's own overall word. */
  indicator: string
  /** The state that the word stands for; null for an unknown word. */
  state: State | null
  /** Whether the vendor's `state`, which is based only on what is posted, differs, or is up while components are out. */
  contradicts: boolean
  /** Those that do not work by the page's own words, the worst first; at most 100. */
  components: {
    name: string
    group: string | null
    status: string
  }[]
  readAt: string
}

export type History = {
  asOf: string
  window: {
    from: string
    to: string
  }
  coverage: {
    from: string | null
    to: string | null
    /** Whether complete periods fill the whole window. */
    complete: boolean
    /** Days of the window of which 95 percent or more is known. */
    knownDays: number
    /** All days of the window; today counts as far as it has come. */
    days: number
    periods: CoveragePeriod[]
    declaredIncidentCount: number | null
    declaredSince: string | null
  }
  incidentCount: number
  /** Incidents that started before the window and were still open when the window started. */
  carriedOver: string[]
  unknownDurationCount: number
  /** Incidents of the window that `impact` leaves out because the vendor gave them none; 0 without such a filter. */
  unknownImpactCount: number
  /** Postings of the window that could not be interpreted: kept as notices and counted in no other figure. */
  unclearCount: number
  /** Length of the union of the spans, clipped to the window. */
  downtimeSeconds: number
  /** True where the downtime was longer than that, because the end of an incident is not known. */
  downtimeIsMinimum: boolean
  /** Sum of the clipped spans. */
  incidentSeconds: number
  incidentsPerMonth: number | null
  /** By known months, with the limits that chance leaves; null for fewer than six of them, and of downtime where no outage has a known duration. */
  rates: {
    incidents: Rate | null
    downtimeSeconds: Rate | null
  }
  /** How much uptime the postings alone allow at most, and counting only major or worse; null where they set no limit, for under 60 known days, and under a filter. */
  atMost: {
    all: UpperBound | null
    major: UpperBound | null
  }
  /** Finished incidents with a known duration: what the next two figures are of. Both need 5. */
  durationCount: number
  medianDurationSeconds: number | null
  /** Of fewer than 10 durations it is the longest, so pages show it from 10 on. */
  p90DurationSeconds: number | null
  medianTimeToMitigateSeconds: number | null
  longest: {
    id: string
    durationSeconds: number
  } | null
  timeWithoutIncidentPercent: number | null
  /** Counts and downtime by impact; what is zero is left out. */
  severity: {
    incidentCount: CountsByImpact
    /** Each moment belongs to the worst impact that was open, so the impacts add up to `downtimeSeconds` of the history. */
    downtimeSeconds: CountsByImpact
    /** Time in which an incident of major or critical impact was open. */
    majorDowntimeSeconds: number
    /** True where it was longer, because an impact or an end is not known. */
    majorDowntimeIsMinimum: boolean
    /** The months with any. */
    monthly: {
      month: string
      incidentCount: CountsByImpact
      downtimeSeconds: CountsByImpact
    }[]
  }
  monthly: MonthFigures[]
}

export type CoveragePeriod = {
  from: string
  to: string
  quality: 'complete' | 'partial' | 'failed'
}

export type Incident = {
  /** 12 characters of Crockford base32; stable for good. */
  id: string
  /** Slug of the vendor. */
  vendor: string
  vendorName: string
  platform: string
  externalId: string
  title: string
  kind: Kind
  impact: Impact
  status: Status | null
  startedAt: string | null
  endedAt: string | null
  startedAfter: string | null
  startedBefore: string | null
  /** Null means that the vendor has not reported it. */
  durationSeconds: number | null
  durationBasis: DurationBasis
  /** True if the incident lasted longer than the duration says, because its end is not known. */
  durationIsMinimum: boolean
  /** When the maintenance is planned to start. */
  scheduledFrom: string | null
  /** When the maintenance is planned to end. */
  scheduledUntil: string | null
  timeToMitigateSeconds: number | null
  /** How long an open outage is likely to go on: null where too few like it are known, absent where none is open. */
  expected?: Expected | null
  /** A window that the vendor's text states; not part of any total. */
  statedWindow: StatedWindow | null
  components: string[]
  sourceUrl: string | null
  permalink: string
  firstSeenAt: string
  /** When something new was last said about it: an update, an edit, a withdrawal, a correction. */
  newsAt: string
  withdrawnAt: string | null
  /** Not counted: corrected to "not an outage", or maintenance withdrawn before it started. */
  excluded: boolean
  isSample: boolean
  updateCount: number
  declaredUpdateCount: number | null
  /** Oldest first. */
  updates: Update[]
}

export type Update = {
  /** Unique within its incident; the anchor of the update on the permalink. */
  id: string
  status: Status | null
  /** The source's own word. */
  sourceStatus: string | null
  postedAt: string
  /** Plain text or Markdown; may be empty. */
  body: string
  isMarkdown: boolean
  editedAt: string | null
  withdrawnAt: string | null
}

export type StatedWindow = {
  from: string
  to: string
  /** The words of the update that state it. */
  quote: string
  zone: string
}

export type Expected = {
  /** The moment at which this was said. */
  asOf: string
  /** Whose outages it is based on: the vendor's that share a component or impact, all of the vendor's, or those of its category. */
  basis: ForecastBasis
  /** How many outages it is based on: those that had lasted longer. Never fewer than 10. */
  count: number
  /** Half of them were over within this time from `asOf`. */
  medianSeconds: number
  /** Within this time from `asOf`, the share of them were over; null where they do not reach so far. */
  boundSeconds: number | null
  /** 0.8, or more where the track record of the vendor asks for a wider bound. */
  share: number
  /** Whether a fix was being monitored, so that only the time after that is compared. */
  isMitigated: boolean
}

export type ForecastBasis = 'similar' | 'vendor' | 'category'

export type KeptForecasts = {
  cases: number
  kept: number
}

export type TrackRecord = {
  cases: number
  kept: number
  /** What each bound promised. */
  share: number
  /** By minutes after the start at which the forecast was made. */
  byMinutes: {
    0: KeptForecasts
    30: KeptForecasts
    60: KeptForecasts
    120: KeptForecasts
  }
  byBasis: {
    similar: KeptForecasts
    vendor: KeptForecasts
    category: KeptForecasts
  }
}

export type ForecastRecord = {
  /** Slug of the vendor. */
  vendor: string
  vendorName: string
  /** Of bounds of 80 percent. */
  promised: TrackRecord
  /** Of the wider bounds that are given because those of 80 percent held for too few; else null. */
  widened: TrackRecord | null
}

/** A rate with a 90 percent interval, as wide as the months vary. */
export type Rate = {
  perMonth: number
  low: number
  /** Null where nothing was posted, so that no length can be expected. */
  high: number | null
}

export type UpperBound = {
  /** Of the known time; rounded up, so that it stays an upper bound. */
  percent: number
  /** How many nines it begins with: 99.87 has two. */
  nines: number
}

export type ReportingBreak = {
  at: string
  /** The last sign of the same change: a vendor may change over some weeks. */
  until: string
  /** Another source, a new kind of posting, or a list of components that has doubled. */
  cause: 'source' | 'kind' | 'components'
}

export type Trend = {
  /** The first day of the earlier twelve months. */
  from: string
  middle: string
  /** The end of the later twelve months. */
  to: string
  /** Why nothing is said; null where there is a trend. */
  reason: 'not all is known' | 'reporting changed' | 'not checked' | 'too few' | null
  /** When reporting changed, if that is the reason. */
  changedAt: string | null
  trend: {
    /** In the later twelve months, as far as it is more than chance gives. */
    direction: 'more' | 'fewer' | 'cannot be told apart'
    latestPerMonth: number
    earlierPerMonth: number
    /** How often chance alone gives such a difference or a greater one. */
    probability: number
    /** With which probability a doubling would have been noticed. */
    powerForDoubling: number
  } | null
}

export type Revision = {
  /** Null when the incident itself is meant. */
  updateId: string | null
  field: string
  value: unknown
  saidAt: string
  seenAt: string
  /** sha256 of the document that said so. */
  document: string
}

export type Correction = {
  field: string
  value: unknown
  reason: string
  author: string
  createdAt: string
  revokedAt: string | null
}

export type Mention = {
  updateId: string
  url: string
  incident: {
    id: string
    vendor: string
    vendorName: string
    title: string
    permalink: string
  } | null
}

export type NamedUpstream = {
  /** A company whose trouble it is, as the text says. */
  name: string
  /** Its slug here; null if it is not followed. */
  vendor: string | null
  /** The update that says so; null for the title. */
  updateId: string | null
  /** The sentence, at most 300 characters of it. */
  quote: string
}

export type Restatement = {
  /** Slug of the vendor. */
  vendor: string
  vendorName: string
  /** The version of the method that changed the figures. */
  method: number
  window: string
  /** The moment for which both are computed. */
  asOf: string
  before: HeadlineFigures
  after: HeadlineFigures
}

export type StatuspagePage = {
  id: string
  name: string
  /** The vendor's page on this site. */
  url: string
  time_zone: 'Etc/UTC'
  /** When something new was last said about an incident or a maintenance. */
  updated_at: string
}

export type StatuspageStatus = {
  indicator: 'none' | 'minor' | 'major' | 'critical' | 'maintenance'
  description: string
}

export type StatuspageComponent = {
  id: string
  name: string
  /** Null while the vendor's state is not known. */
  status: 'operational' | 'under_maintenance' | 'degraded_performance' | 'partial_outage' | 'major_outage' | null
  /** When the vendor was added to this site. */
  created_at: string
  updated_at: string
  position: number
  description: null
  showcase: false
  start_date: null
  group_id: string | null
  page_id: string
  /** A group is listed beside its components. */
  group: boolean
  /** Of a group: the ids of its components. */
  components?: string[]
  only_show_if_degraded: false
}

export type StatuspageIncident = {
  /** The id of the permalink. */
  id: string
  name: string
  status: 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
  created_at: string
  updated_at: string
  monitoring_at: string | null
  /** Null while it is open, and where its end is not known. */
  resolved_at: string | null
  /** Null where the vendor gave none. */
  impact: 'none' | 'minor' | 'major' | 'critical' | null
  /** The permalink. */
  shortlink: string
  started_at: string
  page_id: string
  /** Newest first. */
  incident_updates: StatuspageUpdate[]
  components: StatuspageComponent[]
  reminder_intervals: null
}

export type StatuspageMaintenance = {
  /** The id of the permalink. */
  id: string
  name: string
  status: 'scheduled' | 'in_progress' | 'verifying' | 'completed'
  created_at: string
  updated_at: string
  monitoring_at: string | null
  /** Null while it is open, and where its end is not known. */
  resolved_at: string | null
  impact: 'maintenance'
  /** The permalink. */
  shortlink: string
  started_at: string
  page_id: string
  /** Newest first. */
  incident_updates: StatuspageUpdate[]
  components: StatuspageComponent[]
  reminder_intervals: null
  scheduled_for: string
  /** Null where no end is planned. */
  scheduled_until: string | null
}

export type StatuspageUpdate = {
  id: string
  status: string
  /** Plain text. */
  body: string
  incident_id: string
  created_at: string
  updated_at: string
  display_at: string
  affected_components: null
  deliver_notifications: false
  custom_tweet: null
  tweet_id: null
}

export type StatuspageError = {
  error: string
}

/** RFC 9457 */
export type Problem = {
  /** An address that explains this kind of problem; `about:blank` without one. */
  type: string
  /** The same for all problems of a status. */
  title: string
  status: number
  /** What is wrong, as a sentence. */
  detail: string
  /** The kind of problem, for programs: `invalid_input`, `not_found`, … */
  code?: string
  /** The parameter or property at fault. */
  field?: string
}

export type NewVendor = {
  slug: string
  name: string
  websiteUrl?: string | null
  category?: string | null
  sources?: NewSource[]
}

export type NewSource = {
  platform: string
  url: string
}

export type CatalogueRequest = {
  /** Slugs of the catalogue. */
  vendors: string[]
  /** Read the whole history too, where the platform offers one. */
  backfill?: boolean
}

export type VendorChange = {
  name?: string
  websiteUrl?: string | null
  category?: string | null
  /** A new slug; the old one then redirects to the new one. */
  slug?: string
  paused?: boolean
}

export type SourceChange = {
  primary?: true
  paused?: boolean
  pollIntervalSeconds?: number
}

export type MergeRequest = {
  /** Slug of the vendor that stays. */
  into: string
  /** Id of the source that becomes the primary one. */
  primary?: number | null
  /** The slug of the vendor that is merged into the other; not needed in a dry run. */
  confirm?: string
}

export type MoveRequest = {
  url: string
  toleranceMinutes?: number
  /** External ids of incidents that only look like duplicates. */
  notDuplicates?: string[]
  /** The former name of `notDuplicates`; If both are given, their lists are combined. */
  apart?: string[]
}

export type DetectionRequest = {
  url: string
}

export type NewAlertRule = {
  name: string
  /** Slugs; null for all vendors. */
  vendors?: string[] | null
  /** Names of components, in any case; empty for all. */
  components?: string[]
  /** Kinds of incidents. */
  kinds?: Kind[]
  /** The mildest impact of which it tells; null for any. */
  minImpact?: Impact | null
  events?: AlertEventKind[]
  /** Of quiet hours and digests. */
  zone?: string
  quietFrom?: string | null
  /** Past midnight if it is earlier than `quietFrom`. */
  quietUntil?: string | null
  /** What comes within this time goes out as one message; null: each at once. */
  digestMinutes?: DigestMinutes | null
  /** After a message about an incident, its further updates wait for this time and go out as one. */
  coolDownMinutes?: number | null
  /** Ids of targets. */
  targets?: number[]
  paused?: boolean
}

export type AlertRuleChange = {
  name?: string
  /** Slugs; null for all vendors. */
  vendors?: string[] | null
  /** Names of components, in any case; empty for all. */
  components?: string[]
  /** Kinds of incidents. */
  kinds?: Kind[]
  /** The mildest impact of which it tells; null for any. */
  minImpact?: Impact | null
  events?: AlertEventKind[]
  /** Of quiet hours and digests. */
  zone?: string
  quietFrom?: string | null
  /** Past midnight if it is earlier than `quietFrom`. */
  quietUntil?: string | null
  /** What comes within this time goes out as one message; null: each at once. */
  digestMinutes?: DigestMinutes | null
  /** After a message about an incident, its further updates wait for this time and go out as one. */
  coolDownMinutes?: number | null
  /** Ids of targets. */
  targets?: number[]
  paused?: boolean
}

export type NewAlertTarget = {
  /** The address that receives alerts, as the service shows it. Not for email. */
  url?: string
  /** For webhook: `whsec_` and base64; made up if left out. */
  signingSecret?: string
  /** For pagerduty the integration key; for ntfy an access token, if the topic needs one; for json the value of an Authorization header, if any; for email the password. */
  secret?: string
  /** For ntfy. */
  topic?: string
  /** For json: JSON with placeholders such as {{title}}. */
  template?: string
  /** For email: host and port, such as mail.example.com:587. */
  server?: string
  /** For email: how the connection is encrypted. */
  security?: MailSecurity
  /** For email, if the server wants one. */
  user?: string
  /** For email: the sender. */
  from?: string
  /** For email: addresses with commas between them. */
  to?: string
  /** 1 to 60 letters, digits, spaces and signs such as # and -. */
  name: string
  kind: AlertTargetKind
}

/** A part of the address or of the secrets replaces all of them. */
export type AlertTargetChange = {
  /** 1 to 60 letters, digits, spaces and signs such as # and -. */
  name?: string
  /** Attempts under way at once. */
  concurrency?: number
  /** Messages a minute at most; null for no limit. */
  perMinute?: number | null
  /** More events than this in a minute become one message; null for never. */
  digestOver?: number | null
  paused?: boolean
  /** The address that receives alerts, as the service shows it. Not for email. */
  url?: string
  /** For webhook: `whsec_` and base64; made up if left out. */
  signingSecret?: string
  /** For pagerduty the integration key; for ntfy an access token, if the topic needs one; for json the value of an Authorization header, if any; for email the password. */
  secret?: string
  /** For ntfy. */
  topic?: string
  /** For json: JSON with placeholders such as {{title}}. */
  template?: string
  /** For email: host and port, such as mail.example.com:587. */
  server?: string
  /** For email: how the connection is encrypted. */
  security?: MailSecurity
  /** For email, if the server wants one. */
  user?: string
  /** For email: the sender. */
  from?: string
  /** For email: addresses with commas between them. */
  to?: string
}

/** A client of one site. Each function rejects with an ApiError when the site answers with a problem. */
export function createClient(options: ClientOptions) {
  const send = createSend(options)
  return {
    /** All vendors with their figures for the last 24 months. */
    listVendors: (query: { cursor?: string; limit?: number } = {}) =>
      send<VendorList>('GET', `/api/v1/vendors`, { query }),
    /** Add a vendor. */
    createVendor: (body: NewVendor) => send<Vendor>('POST', `/api/v1/vendors`, { body }),
    /** All vendors by name, or those with a name, without figures, for a selection list. */
    listVendorNames: (query: { q?: string; limit?: number } = {}) =>
      send<VendorNames>('GET', `/api/v1/vendor-names`, { query }),
    /** The figures that a new version of the method changed, before and after, with the causes. */
    listRestatements: () => send<RestatementList>('GET', `/api/v1/restatements`),
    /** How often forecasts would have been right, over all and for each vendor. */
    getTrackRecord: () => send<TrackRecordList>('GET', `/api/v1/track-record`),
    /** A vendor, its state and its history. */
    getVendor: (
      vendor: string | number,
      query: {
        window?: string
        kind?: 'incident' | 'maintenance' | 'notice' | 'all'
        impact?: 'none' | 'minor' | 'unknown' | 'major' | 'critical'
        status?:
          | 'investigating'
          | 'identified'
          | 'monitoring'
          | 'resolved'
          | 'postmortem'
          | 'scheduled'
          | 'in_progress'
          | 'verifying'
          | 'completed'
        component?: string
        q?: string
        asOf?: string
      } = {},
    ) => send<Vendor>('GET', `/api/v1/vendors/${encodeURIComponent(vendor)}`, { query }),
    /** Change a vendor: edit, pause, rename. */
    changeVendor: (vendor: string | number, body: VendorChange) =>
      send<Vendor>('PATCH', `/api/v1/vendors/${encodeURIComponent(vendor)}`, { body }),
    /** Delete a vendor. */
    deleteVendor: (vendor: string | number, query: { confirm?: string } = {}) =>
      send<undefined>('DELETE', `/api/v1/vendors/${encodeURIComponent(vendor)}`, { query }),
    /** How a vendor reports its outages: figures with counts, without a grade. */
    getCandour: (
      vendor: string | number,
      query: {
        window?: string
        kind?: 'incident' | 'maintenance' | 'notice' | 'all'
        impact?: 'none' | 'minor' | 'unknown' | 'major' | 'critical'
        status?:
          | 'investigating'
          | 'identified'
          | 'monitoring'
          | 'resolved'
          | 'postmortem'
          | 'scheduled'
          | 'in_progress'
          | 'verifying'
          | 'completed'
        component?: string
        q?: string
        asOf?: string
      } = {},
    ) => send<Candour>('GET', `/api/v1/vendors/${encodeURIComponent(vendor)}/candour`, { query }),
    /** A vendor's sources, the primary first. */
    listSources: (vendor: string | number) =>
      send<SourceList>('GET', `/api/v1/vendors/${encodeURIComponent(vendor)}/sources`),
    /** Add a source. */
    createSource: (vendor: string | number, body: NewSource) =>
      send<Source>('POST', `/api/v1/vendors/${encodeURIComponent(vendor)}/sources`, { body }),
    /** Merge a vendor into another; this cannot be undone. */
    mergeVendor: (vendor: string | number, body: MergeRequest, query: { dryRun?: boolean } = {}) =>
      send<Merge>('POST', `/api/v1/vendors/${encodeURIComponent(vendor)}/merge`, { query, body }),
    /** Change a source; a dry run reports which headline figures a new primary source changes. */
    changeSource: (source: string | number, body: SourceChange, query: { dryRun?: boolean } = {}) =>
      send<Source>('PATCH', `/api/v1/sources/${encodeURIComponent(source)}`, { query, body }),
    /** Delete a source. */
    deleteSource: (source: string | number, query: { confirm?: string; dryRun?: boolean } = {}) =>
      send<undefined>('DELETE', `/api/v1/sources/${encodeURIComponent(source)}`, { query }),
    /** Continue a history at a new address; a dry run only reports how incidents match. */
    moveSource: (source: string | number, body: MoveRequest, query: { dryRun?: boolean } = {}) =>
      send<Move>('POST', `/api/v1/sources/${encodeURIComponent(source)}/move`, { query, body }),
    /** Undo a move. */
    undoMove: (source: string | number) => send<Source>('DELETE', `/api/v1/sources/${encodeURIComponent(source)}/move`),
    /** All rules by name. */
    listAlertRules: () => send<AlertRuleList>('GET', `/api/v1/alerts/rules`),
    /** Create a rule; a dry run is answered as that of a stored rule, and creates nothing. */
    createAlertRule: (body: NewAlertRule, query: { dryRun?: boolean } = {}) =>
      send<AlertRule>('POST', `/api/v1/alerts/rules`, { query, body }),
    /** One rule. */
    getAlertRule: (rule: string | number) => send<AlertRule>('GET', `/api/v1/alerts/rules/${encodeURIComponent(rule)}`),
    /** Change a rule. */
    changeAlertRule: (rule: string | number, body: AlertRuleChange) =>
      send<AlertRule>('PATCH', `/api/v1/alerts/rules/${encodeURIComponent(rule)}`, { body }),
    /** Delete a rule. */
    deleteAlertRule: (rule: string | number) =>
      send<undefined>('DELETE', `/api/v1/alerts/rules/${encodeURIComponent(rule)}`),
    /** What a rule would have sent over the last 30 days, by what is stored of them. */
    tryAlertRule: (rule: string | number) =>
      send<AlertRuleDryRun>('GET', `/api/v1/alerts/rules/${encodeURIComponent(rule)}/dry-run`),
    /** All targets by name, without their secrets. */
    listAlertTargets: () => send<AlertTargetList>('GET', `/api/v1/alerts/targets`),
    /** Add a target; the signing secret of a webhook is answered this once. */
    addAlertTarget: (body: NewAlertTarget) => send<NewAlertTargetAnswer>('POST', `/api/v1/alerts/targets`, { body }),
    /** One target. */
    getAlertTarget: (target: string | number) =>
      send<AlertTarget>('GET', `/api/v1/alerts/targets/${encodeURIComponent(target)}`),
    /** Change or pause a target; a part of its address or secrets replaces all of them. */
    changeAlertTarget: (target: string | number, body: AlertTargetChange) =>
      send<NewAlertTargetAnswer>('PATCH', `/api/v1/alerts/targets/${encodeURIComponent(target)}`, { body }),
    /** Delete a target with its log. */
    deleteAlertTarget: (target: string | number, query: { confirm?: string } = {}) =>
      send<undefined>('DELETE', `/api/v1/alerts/targets/${encodeURIComponent(target)}`, { query }),
    /** Send a test; the delivery says what came of it. */
    testAlertTarget: (target: string | number) =>
      send<AlertDelivery>('POST', `/api/v1/alerts/targets/${encodeURIComponent(target)}/test`),
    /** Replace the signing secret of a webhook; the former one signs too for a day. */
    rotateAlertTarget: (target: string | number) =>
      send<NewAlertTargetAnswer>('POST', `/api/v1/alerts/targets/${encodeURIComponent(target)}/rotate`),
    /** Use a target again that was disabled after failures. */
    enableAlertTarget: (target: string | number) =>
      send<AlertTarget>('POST', `/api/v1/alerts/targets/${encodeURIComponent(target)}/enable`),
    /** The log of a target, newest first. */
    listAlertDeliveries: (target: string | number, query: { cursor?: string; limit?: number } = {}) =>
      send<AlertDeliveryList>('GET', `/api/v1/alerts/targets/${encodeURIComponent(target)}/deliveries`, { query }),
    /** One delivery, with what was sent and answered. */
    getAlertDelivery: (delivery: string | number) =>
      send<AlertDelivery>('GET', `/api/v1/alerts/deliveries/${encodeURIComponent(delivery)}`),
    /** Send a message again, under its former id. */
    replayAlertDelivery: (delivery: string | number) =>
      send<AlertDelivery>('POST', `/api/v1/alerts/deliveries/${encodeURIComponent(delivery)}/replay`),
    /** A vendor's incidents in a window, newest first. */
    listIncidents: (
      vendor: string | number,
      query: {
        window?: string
        kind?: 'incident' | 'maintenance' | 'notice' | 'all'
        impact?: 'none' | 'minor' | 'unknown' | 'major' | 'critical'
        status?:
          | 'investigating'
          | 'identified'
          | 'monitoring'
          | 'resolved'
          | 'postmortem'
          | 'scheduled'
          | 'in_progress'
          | 'verifying'
          | 'completed'
        component?: string
        q?: string
        asOf?: string
        cursor?: string
        limit?: number
      } = {},
    ) => send<IncidentList>('GET', `/api/v1/vendors/${encodeURIComponent(vendor)}/incidents`, { query }),
    /** Push a document of one of the platforms. */
    pushDocument: (
      vendor: string | number,
      body: string | Uint8Array<ArrayBuffer>,
      query: { platform: string; fetchedAt?: string; dryRun?: boolean },
    ) => send<RunList>('POST', `/api/v1/vendors/${encodeURIComponent(vendor)}/documents`, { query, body }),
    /** Read a vendor's sources again. */
    ingestVendor: (vendor: string | number, query: { mode?: 'poll' | 'backfill' | 'replay'; dryRun?: boolean } = {}) =>
      send<RunList>('POST', `/api/v1/vendors/${encodeURIComponent(vendor)}/ingest`, { query }),
    /** Read the sources of all vendors again; a replay includes paused sources. */
    ingestAll: (query: { mode?: 'poll' | 'backfill' | 'replay'; dryRun?: boolean } = {}) =>
      send<Batch>('POST', `/api/v1/ingest`, { query }),
    /** The runs that people wait for: those that they requested, and first reads. */
    getQueue: (query: { vendor?: string } = {}) => send<QueueProgress>('GET', `/api/v1/queue`, { query }),
    /** The vendors whose status pages the site knows, added already or not. */
    listCatalogue: (query: { q?: string; category?: string } = {}) =>
      send<Catalogue>('GET', `/api/v1/catalogue`, { query }),
    /** Add vendors of the catalogue and read their status pages. */
    addFromCatalogue: (body: CatalogueRequest) => send<AddedVendors>('POST', `/api/v1/catalogue`, { body }),
    /** Add and read the real status pages of the vendors that have only the bundled sample. */
    replaceSample: (query: { backfill?: boolean } = {}) => send<AddedVendors>('POST', `/api/v1/sample/read`, { query }),
    /** Remove the bundled sample, and the vendors that have nothing else. */
    removeSample: (query: { dryRun?: boolean; confirm?: string } = {}) =>
      send<SampleRemoval>('DELETE', `/api/v1/sample`, { query }),
    /** Runs that were requested together, with the figures that each run changes. */
    getBatch: (batch: string | number) => send<Batch>('GET', `/api/v1/batches/${encodeURIComponent(batch)}`),
    /** Do for real what a batch of dry runs reported. */
    applyBatch: (batch: string | number) => send<Batch>('POST', `/api/v1/batches/${encodeURIComponent(batch)}/apply`),
    /** One incident with its timeline, revisions, corrections and mentions. */
    getIncident: (incident: string | number, query: { asOf?: string } = {}) =>
      send<IncidentInFull>('GET', `/api/v1/incidents/${encodeURIComponent(incident)}`, { query }),
    /** What was down at an instant. */
    listIncidentsAt: (query: { t: string }) => send<Moment>('GET', `/api/v1/at`, { query }),
    /** Incidents by the words in them. */
    searchIncidents: (query: { q: string; cursor?: string; limit?: number }) =>
      send<SearchResult>('GET', `/api/v1/search`, { query }),
    /** Detect the platform of an address. */
    detectPlatform: (body: DetectionRequest) => send<Detection>('POST', `/api/v1/detect`, { body }),
    /** One run. */
    getRun: (run: string | number) => send<Run>('GET', `/api/v1/runs/${encodeURIComponent(run)}`),
    /** State, components, and what is open or planned, in the form of Statuspage. */
    getStatuspageSummary: (vendor: string | number) =>
      send<StatuspageSummary>('GET', `/vendors/${encodeURIComponent(vendor)}/api/v2/summary.json`),
    /** State, in the form of Statuspage. */
    getStatuspageStatus: (vendor: string | number) =>
      send<StatuspageStatusBody>('GET', `/vendors/${encodeURIComponent(vendor)}/api/v2/status.json`),
    /** Components and their groups, in the form of Statuspage. */
    listStatuspageComponents: (vendor: string | number) =>
      send<StatuspageComponentList>('GET', `/vendors/${encodeURIComponent(vendor)}/api/v2/components.json`),
    /** Newest 50 incidents, in the form of Statuspage. */
    listStatuspageIncidents: (vendor: string | number) =>
      send<StatuspageIncidentList>('GET', `/vendors/${encodeURIComponent(vendor)}/api/v2/incidents.json`),
    /** Open incidents, at most 50, in the form of Statuspage. */
    listStatuspageUnresolvedIncidents: (vendor: string | number) =>
      send<StatuspageIncidentList>('GET', `/vendors/${encodeURIComponent(vendor)}/api/v2/incidents/unresolved.json`),
    /** One incident or maintenance of any age, in the form of Statuspage. */
    getStatuspageIncident: (vendor: string | number, incident: string | number) =>
      send<StatuspageIncidentBody>(
        'GET',
        `/vendors/${encodeURIComponent(vendor)}/api/v2/incidents/${encodeURIComponent(incident)}.json`,
      ),
    /** Newest 50 maintenances: planned, running or over, in the form of Statuspage. */
    listStatuspageMaintenances: (vendor: string | number) =>
      send<StatuspageMaintenanceList>(
        'GET',
        `/vendors/${encodeURIComponent(vendor)}/api/v2/scheduled-maintenances.json`,
      ),
    /** Planned maintenances, at most 50, in the form of Statuspage. */
    listStatuspageUpcomingMaintenances: (vendor: string | number) =>
      send<StatuspageMaintenanceList>(
        'GET',
        `/vendors/${encodeURIComponent(vendor)}/api/v2/scheduled-maintenances/upcoming.json`,
      ),
    /** Running maintenances, at most 50, in the form of Statuspage. */
    listStatuspageActiveMaintenances: (vendor: string | number) =>
      send<StatuspageMaintenanceList>(
        'GET',
        `/vendors/${encodeURIComponent(vendor)}/api/v2/scheduled-maintenances/active.json`,
      ),
  }
}
