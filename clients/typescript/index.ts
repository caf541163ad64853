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
  state: 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown'
  /** What the last good read showed, where that is too long ago for a state; else null. */
  lastKnownState: 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown' | null
  /** True while the newest item of the primary source is one that was not understood. */
  isUnclear: boolean
  /** The last good read of the primary source. */
  checkedAt: string | null
  /** When the newest try to read the source failed; null when it succeeded. */
  lastTryFailedAt: unknown
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
    since: unknown
  }
  history: History
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

export type Moment = {
  t: string
  incidents: Incident[]
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
  kind: 'incident' | 'maintenance' | 'notice'
  impact: 'none' | 'minor' | 'unknown' | 'major' | 'critical'
  status:
    | 'investigating'
    | 'identified'
    | 'monitoring'
    | 'resolved'
    | 'postmortem'
    | 'scheduled'
    | 'in_progress'
    | 'verifying'
    | 'completed'
    | null
  startedAt: unknown
  endedAt: unknown
  startedAfter: unknown
  startedBefore: unknown
  /** Null means that the vendor has not reported it. */
  durationSeconds: number | null
  durationBasis:
    | 'reported'
    | 'single'
    | 'ongoing'
    | 'undated'
    | 'corrected'
    | 'impossible'
    | 'seen'
    | 'planned'
    | 'unclear'
  /** True if the incident lasted longer than the duration says, because its end is not known. */
  durationIsMinimum: boolean
  /** When the maintenance is planned to start. */
  scheduledFrom: unknown
  /** When the maintenance is planned to end. */
  scheduledUntil: unknown
  timeToMitigateSeconds: number | null
  /** A window that the vendor's text states; not part of any total. */
  statedWindow: StatedWindow | null
  components: string[]
  sourceUrl: string | null
  permalink: string
  firstSeenAt: string
  /** When something new was last said about it: an update, an edit, a withdrawal, a correction. */
  newsAt: string
  withdrawnAt: unknown
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
  /** The latest document that contains this incident. */
  documentSha256: string
}

export type Run = {
  id: string
  vendor: string
  platform: string
  mode: string
  trigger: string
  state: 'queued' | 'running' | 'succeeded' | 'unchanged' | 'suspicious' | 'failed'
  createdAt: string
  startedAt: unknown
  finishedAt: unknown
  /** While queued: it goes on after this time, which a host has asked for. */
  startAfter: unknown
  documentsRead: number
  created: number
  updated: number
  unchanged: number
  withdrawn: number
  quarantined: number
  dryRun: boolean
  error: {
    code: string
    message: string
  } | null
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
  finishedAt: unknown
  /** Of a dry run: the batch that did the same for real. */
  appliedAs: string | null
  counts: {
    queued: number
    running: number
    succeeded: number
    unchanged: number
    suspicious: number
    failed: number
  }
  runs: {
    id: string
    vendor: string
    platform: string
    mode: string
    trigger: string
    state: 'queued' | 'running' | 'succeeded' | 'unchanged' | 'suspicious' | 'failed'
    createdAt: string
    startedAt: unknown
    finishedAt: unknown
    /** While queued: it goes on after this time, which a host has asked for. */
    startAfter: unknown
    documentsRead: number
    created: number
    updated: number
    unchanged: number
    withdrawn: number
    quarantined: number
    dryRun: boolean
    error: {
      code: string
      message: string
    } | null
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
  finishedAt: unknown
  counts: {
    queued: number
    running: number
    succeeded: number
    unchanged: number
    suspicious: number
    failed: number
  }
}

export type QueueProgress = {
  /** When nothing was under way any more; null while a run waits or works. */
  finishedAt: unknown
  runs: {
    id: string
    vendor: string
    platform: string
    mode: string
    trigger: string
    state: 'queued' | 'running' | 'succeeded' | 'unchanged' | 'suspicious' | 'failed'
    createdAt: string
    startedAt: unknown
    finishedAt: unknown
    /** While queued: it goes on after this time, which a host has asked for. */
    startAfter: unknown
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
  origin: 'live' | 'import' | 'sample'
  isPrimary: boolean
  pollIntervalSeconds: number
  /** Of the source itself; a vendor's pause is the vendor's. */
  pausedAt: string | null
  health: 'failing' | 'suspicious' | 'late' | 'new' | 'fresh' | 'stopped' | 'archive'
  /** Polls that failed in a row. */
  failures: number
  nextDueAt: unknown
  lastCheckedAt: unknown
  lastGoodReadAt: unknown
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
    state: 'queued' | 'running' | 'succeeded' | 'unchanged' | 'suspicious' | 'failed'
    error: {
      code: string
      message: string
    } | null
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
    old: {
      externalId: string
      title: string
      startedAt: unknown
    }
    fresh: {
      externalId: string
      title: string
      startedAt: unknown
    }
  }[]
  onlyOld: {
    externalId: string
    title: string
    startedAt: unknown
  }[]
  onlyNew: {
    externalId: string
    title: string
    startedAt: unknown
  }[]
  /** Open on the old page and not on the new one. */
  leftOpen: {
    externalId: string
    title: string
    startedAt: unknown
  }[]
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
    kind?: 'incident' | 'maintenance' | 'notice'
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
      | null
    startedAt?: unknown
    endedAt?: unknown
    startedAfter?: unknown
    startedBefore?: unknown
    /** Null means that the vendor has not reported it. */
    durationSeconds?: number | null
    durationBasis?:
      | 'reported'
      | 'single'
      | 'ongoing'
      | 'undated'
      | 'corrected'
      | 'impossible'
      | 'seen'
      | 'planned'
      | 'unclear'
    /** True if the incident lasted longer than the duration says, because its end is not known. */
    durationIsMinimum?: boolean
    /** When the maintenance is planned to start. */
    scheduledFrom?: unknown
    /** When the maintenance is planned to end. */
    scheduledUntil?: unknown
    timeToMitigateSeconds?: number | null
    /** A window that the vendor's text states; not part of any total. */
    statedWindow?: StatedWindow | null
    components?: string[]
    sourceUrl?: string | null
    permalink?: string
    firstSeenAt?: string
    /** When something new was last said about it: an update, an edit, a withdrawal, a correction. */
    newsAt?: string
    withdrawnAt?: unknown
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

export type VendorName = {
  slug: string
  name: string
}

export type VendorSummary = {
  slug: string
  name: string
  websiteUrl: string | null
  category: string | null
  state: 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown'
  /** What the last good read showed, where that is too long ago for a state; else null. */
  lastKnownState: 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown' | null
  /** True while the newest item of the primary source is one that was not understood. */
  isUnclear: boolean
  /** The last good read of the primary source. */
  checkedAt: string | null
  /** When the newest try to read the source failed; null when it succeeded. */
  lastTryFailedAt: unknown
  /** True while only the bundled sample archive is held. */
  isSample: boolean
  /** What the vendor's own page says about its overall state, if that was read recently; else null. */
  pageStatus: PageStatus | null
  openIncidentTitle: string | null
  incidentCount: number
  downtimeSeconds: number
  /** True where the downtime was longer than that, because the end of an incident is not known. */
  downtimeIsMinimum: boolean
  incidentsPerMonth: number | null
  medianDurationSeconds: number | null
  /** How many of the days are known; 95 percent or more of each. */
  knownDays: number
  days: number
  lastIncidentAt: unknown
  monthly: {
    month: string
    incidentCount: number | null
    downtimeSeconds: number | null
    /** Given where it was longer than that, because an outage was lost sight of in this month. */
    downtimeIsMinimum?: true
  }[]
}

export type VendorSource = {
  platform: string
  url: string | null
  origin: 'live' | 'import' | 'sample'
  isPrimary: boolean
  lastGoodReadAt: unknown
  lastCheckedAt: unknown
  /** When the newest try to read the source failed; null when it succeeded. */
  lastTryFailedAt: unknown
}

export type PageStatus = {
  /** The platform's own overall word. */
  indicator: string
  /** The state that the word stands for; null for an unknown word. */
  state: 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown' | null
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
    from: unknown
    to: unknown
    /** Whether complete periods fill the whole window. */
    complete: boolean
    /** Days of the window of which 95 percent or more is known. */
    knownDays: number
    /** All days of the window; today counts as far as it has come. */
    days: number
    periods: CoveragePeriod[]
    declaredIncidentCount: number | null
    declaredSince: unknown
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
    incidentCount: Record<string, number>
    /** Each moment belongs to the worst impact that was open, so the impacts add up to `downtimeSeconds` of the history. */
    downtimeSeconds: Record<string, number>
    /** Time in which an incident of major or critical impact was open. */
    majorDowntimeSeconds: number
    /** True where it was longer, because an impact or an end is not known. */
    majorDowntimeIsMinimum: boolean
    /** The months with any. */
    monthly: {
      month: string
      incidentCount: Record<string, number>
      downtimeSeconds: Record<string, number>
    }[]
  }
  monthly: {
    month: string
    incidentCount: number | null
    downtimeSeconds: number | null
    /** Given where it was longer than that, because an outage was lost sight of in this month. */
    downtimeIsMinimum?: true
  }[]
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
  kind: 'incident' | 'maintenance' | 'notice'
  impact: 'none' | 'minor' | 'unknown' | 'major' | 'critical'
  status:
    | 'investigating'
    | 'identified'
    | 'monitoring'
    | 'resolved'
    | 'postmortem'
    | 'scheduled'
    | 'in_progress'
    | 'verifying'
    | 'completed'
    | null
  startedAt: unknown
  endedAt: unknown
  startedAfter: unknown
  startedBefore: unknown
  /** Null means that the vendor has not reported it. */
  durationSeconds: number | null
  durationBasis:
    | 'reported'
    | 'single'
    | 'ongoing'
    | 'undated'
    | 'corrected'
    | 'impossible'
    | 'seen'
    | 'planned'
    | 'unclear'
  /** True if the incident lasted longer than the duration says, because its end is not known. */
  durationIsMinimum: boolean
  /** When the maintenance is planned to start. */
  scheduledFrom: unknown
  /** When the maintenance is planned to end. */
  scheduledUntil: unknown
  timeToMitigateSeconds: number | null
  /** A window that the vendor's text states; not part of any total. */
  statedWindow: StatedWindow | null
  components: string[]
  sourceUrl: string | null
  permalink: string
  firstSeenAt: string
  /** When something new was last said about it: an update, an edit, a withdrawal, a correction. */
  newsAt: string
  withdrawnAt: unknown
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
  status:
    | 'investigating'
    | 'identified'
    | 'monitoring'
    | 'resolved'
    | 'postmortem'
    | 'scheduled'
    | 'in_progress'
    | 'verifying'
    | 'completed'
    | null
  /** The source's own word. */
  sourceStatus: string | null
  postedAt: string
  /** Plain text or Markdown; may be empty. */
  body: string
  isMarkdown: boolean
  editedAt: unknown
  withdrawnAt: unknown
}

export type StatedWindow = {
  from: string
  to: string
  /** The words of the update that state it. */
  quote: string
  zone: string
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
  revokedAt: unknown
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

export type Restatement = {
  /** Slug of the vendor. */
  vendor: string
  vendorName: string
  /** The version of the method that changed the figures. */
  method: number
  window: string
  /** The moment for which both are computed. */
  asOf: string
  before: {
    incidentCount: number | null
    downtimeSeconds: number | null
    unknownDurationCount: number | null
    incidentsPerMonth: number | null
    medianDurationSeconds: number | null
    timeWithoutIncidentPercent: number | null
  }
  after: {
    incidentCount: number | null
    downtimeSeconds: number | null
    unknownDurationCount: number | null
    incidentsPerMonth: number | null
    medianDurationSeconds: number | null
    timeWithoutIncidentPercent: number | null
  }
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
  monitoring_at: unknown
  /** Null while it is open, and where its end is not known. */
  resolved_at: unknown
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
  monitoring_at: unknown
  /** Null while it is open, and where its end is not known. */
  resolved_at: unknown
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
  scheduled_until: unknown
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
