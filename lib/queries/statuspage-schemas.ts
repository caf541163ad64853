import { z } from 'zod'
import type { State } from '#lib/domain/incident.ts'
import type { ComponentState } from '#lib/text/indicator.ts'
import { STATUSPAGE_COMPONENT_STATUSES, STATUSPAGE_INDICATORS } from '#lib/text/statuspage-words.ts'
import type { IncidentView } from './schemas.ts'

/**
 * The public API of Atlassian Statuspage, https://metastatuspage.com/api, as this site serves it for every vendor. Names and
 * words are that API's own; docs/statuspage-api.md says what of a history it cannot express.
 */

const instant = z.date()
const nullableInstant = z.date().nullable()

export const pageSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string().describe("The vendor's page on this site."),
  time_zone: z.literal('Etc/UTC'),
  updated_at: instant.describe('When something new was last said about an incident or a maintenance.'),
})
export type StatuspagePage = z.infer<typeof pageSchema>

const componentStatus = z
  .enum(STATUSPAGE_COMPONENT_STATUSES)
  .nullable()
  .describe("Null while the vendor's state is not known.")
export type StatuspageComponentStatus = z.infer<typeof componentStatus>

export const componentSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: componentStatus,
  created_at: instant.describe('When the vendor was added to this site.'),
  updated_at: instant,
  position: z.number().int(),
  description: z.null(),
  showcase: z.literal(false),
  start_date: z.null(),
  group_id: z.string().nullable(),
  page_id: z.string(),
  group: z.boolean().describe('A group is listed beside its components.'),
  components: z.array(z.string()).optional().describe('Of a group: the ids of its components.'),
  only_show_if_degraded: z.literal(false),
})
export type StatuspageComponent = z.infer<typeof componentSchema>

export const updateSchema = z.object({
  id: z.string(),
  status: z.string(),
  body: z.string().describe('Plain text.'),
  incident_id: z.string(),
  created_at: instant,
  updated_at: instant,
  display_at: instant,
  affected_components: z.null(),
  deliver_notifications: z.literal(false),
  custom_tweet: z.null(),
  tweet_id: z.null(),
})
export type StatuspageUpdate = z.infer<typeof updateSchema>

export const incidentSchema = z.object({
  id: z.string().describe('The id of the permalink.'),
  name: z.string(),
  status: z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']),
  created_at: instant,
  updated_at: instant,
  monitoring_at: nullableInstant,
  resolved_at: nullableInstant.describe('Null while it is open, and where its end is not known.'),
  impact: z.enum(['none', 'minor', 'major', 'critical']).nullable().describe('Null where the vendor gave none.'),
  shortlink: z.string().describe('The permalink.'),
  started_at: instant,
  page_id: z.string(),
  incident_updates: z.array(updateSchema).describe('Newest first.'),
  components: z.array(componentSchema),
  reminder_intervals: z.null(),
})
export type StatuspageIncident = z.infer<typeof incidentSchema>

export const maintenanceSchema = incidentSchema.extend({
  status: z.enum(['scheduled', 'in_progress', 'verifying', 'completed']),
  impact: z.literal('maintenance'),
  scheduled_for: instant,
  scheduled_until: nullableInstant.describe('Null where no end is planned.'),
})
export type StatuspageMaintenance = z.infer<typeof maintenanceSchema>

export const statusSchema = z.object({ indicator: z.enum(STATUSPAGE_INDICATORS), description: z.string() })
export type StatuspageStatus = z.infer<typeof statusSchema>

const page = { page: pageSchema }
const components = { components: z.array(componentSchema) }
const incidents = { incidents: z.array(incidentSchema) }
const maintenances = { scheduled_maintenances: z.array(maintenanceSchema) }

/** The bodies, by what is in them. */
export const statuspageBodies = {
  status: z.object({ ...page, status: statusSchema }),
  summary: z.object({ ...page, ...components, ...incidents, ...maintenances, status: statusSchema }),
  components: z.object({ ...page, ...components }),
  incidents: z.object({ ...page, ...incidents }),
  maintenances: z.object({ ...page, ...maintenances }),
  incident: z.object({ ...page, incident: z.union([incidentSchema, maintenanceSchema]) }),
  error: z.object({ error: z.string() }),
}

/** A part of a vendor; names repeat across groups. */
export interface VendorComponent {
  name: string
  group: string | null
}

/** What is known of a vendor now: all that a page of Statuspage shows, apart from its history. */
export interface VendorPresent {
  key: string
  slug: string
  name: string
  /** When it was added to this site. */
  createdAt: Date
  /** When something new was last said about it. */
  changedAt: Date
  state: State
  /** The last good read of the primary source; null without one. */
  checkedAt: Date | null
  pollIntervalSeconds: number
  /** Whether an open outage, of those that make the state, is critical. */
  isCritical: boolean
  /** Open incidents of every kind, as `VendorView.openIncidents`. */
  open: IncidentView[]
  planned: IncidentView[]
  components: VendorComponent[]
  /** Those that do not work by the page's own words; null where it has not said lately, or has said more than is kept. */
  componentsOut: ComponentState[] | null
}
