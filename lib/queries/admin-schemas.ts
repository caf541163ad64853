import type { Role, Scope } from '#lib/domain/access.ts'
import type { SetupFacts } from '#lib/domain/site/first-steps.ts'
import type { SourceHealth } from '#lib/domain/source-health.ts'
import type { RunView } from './schemas.ts'
import type { AdminSource } from './source-schemas.ts'

/** The read model of the admin area; not part of the public contract. */

/** Runs that were requested together, in a list. */
export interface BatchLine {
  id: string
  /** Slug at that time; null for all vendors. */
  vendor: string | null
  mode: string
  dryRun: boolean
  createdAt: Date
  runCount: number
  /** Runs that have not ended. */
  atWork: number
}

/** How a dry run and the run that applied it belong together. */
export interface Application {
  /** The dry run that this run applied, with its differences; null for a run that applied none. */
  tried: RunView | null
  /** The run that applied this dry run. */
  appliedAs: string | null
}

export interface QueueView {
  queued: number
  running: number
  /** When the longest-waiting run began to wait. */
  waitingSince: Date | null
  /** Live workers. */
  workerCount: number
}

export interface StorageView {
  databaseBytes: number
  documentCount: number
  documentBytes: number
  vendorCount: number
  incidentCount: number
}

/** The bundled sample; all counts are 0 once it is removed. */
export interface SampleView {
  sources: number
  /** Names of the vendors that have nothing else. */
  onlyVendors: string[]
}

export interface Overview {
  setup: Omit<SetupFacts, 'hasPublicUrl'>
  sample: SampleView
  /** Hosts that failed, when this server seems to be offline; else 0. */
  unreachableHosts: number
  sources: AdminSource[]
  queue: QueueView
  storage: StorageView
  quarantineCount: number
  recentRuns: RunView[]
}

export interface AdminVendorLine {
  slug: string
  name: string
  category: string | null
  pausedAt: Date | null
  incidentCount: number
  /** The worst of its sources; null without any. */
  health: SourceHealth | null
  lastGoodReadAt: Date | null
}

export interface AdminVendor {
  slug: string
  key: string
  name: string
  websiteUrl: string | null
  category: string | null
  pausedAt: Date | null
  createdAt: Date
  formerSlugs: string[]
  sources: AdminSource[]
  /** The impact of a deletion. */
  counts: {
    incidents: number
    updates: number
    documents: number
    corrections: number
    runs: number
    /** Public ids, former ones included. */
    permalinks: number
  }
}

export interface DocumentLine {
  id: string
  sha256: string
  url: string | null
  contentType: string | null
  byteLength: number
  storedAt: Date
  isParsed: boolean
  /** False after its body was pruned. */
  isKept: boolean
}

export interface QuarantinedView {
  id: string
  runId: string
  vendor: string
  vendorName: string
  sourceId: number
  platform: string
  externalId: string | null
  path: string
  reason: string
  raw: string
  at: Date
}

export interface AuditView {
  id: string
  at: Date
  actor: string
  action: string
  subject: string
  detail: unknown
}

export interface AuditFilter {
  actor?: string
  action?: string
  /** A part of it, in any case. */
  subject?: string
  /** Half-open. */
  from?: Date
  to?: Date
  /** The id of the last entry seen. */
  before?: bigint
}

export interface AuditFacets {
  actors: string[]
  actions: string[]
}

/** What the source says about an incident, beyond what pages show. */
export interface IncidentFacts {
  vendor: string
  vendorName: string
  id: string
  title: string
  permalink: string
  source: { startedAt: Date | null; endedAt: Date | null; kind: string; impact: string }
  shown: { startedAt: Date | null; endedAt: Date | null; kind: string; impact: string; excluded: boolean }
  statedWindow: { from: Date; to: Date; quote: string } | null
  corrections: AdminCorrection[]
}

export interface AdminCorrection {
  id: number
  field: string
  value: unknown
  reason: string
  author: string
  createdAt: Date
  revokedAt: Date | null
  revokedBy: string | null
}

export interface PersonLine {
  id: string
  /** The e-mail address as entered. */
  name: string
  /** Published with their corrections; null for none. */
  displayName: string | null
  role: Role
  /** Whether a rule of the configuration admitted them; that rule then sets the role. */
  isByRule: boolean
  hasPassword: boolean
  /** Whether they have signed in at the OpenID Connect issuer. */
  isLinked: boolean
  createdAt: Date
  lastSignInAt: Date | null
  sessionCount: number
  /** Tokens made by this person that still work. */
  tokenCount: number
}

export interface OpenLinkView {
  id: number
  email: string
  /** The invitation's role; null for a new password. */
  role: Role | null
  createdBy: string
  createdAt: Date
  expiresAt: Date
}

export interface SessionView {
  id: string
  createdAt: Date
  /** Accurate to ten minutes. */
  lastUsedAt: Date
  expiresAt: Date
  address: string | null
  userAgent: string | null
}

export interface ApiTokenView {
  id: number
  name: string
  prefix: string
  scope: Scope
  createdBy: string
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  revokedAt: Date | null
  revokedBy: string | null
}
