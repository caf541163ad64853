import type { Status } from '#lib/domain/incident.ts'
import { earlier, earliestOf } from '#lib/domain/instant.ts'
import type { IncidentView, UpdateView } from '#lib/queries/schemas.ts'
import type { StatuspageIncident, StatuspageMaintenance, StatuspageUpdate } from '#lib/queries/statuspage-schemas.ts'
import { bodyToPlainText } from '#lib/text/body/to-plain-text.ts'
import { publicId } from '#lib/url/public-id.ts'
import type { StatuspageComponents } from './components.ts'
import { impactWord, incidentStatus, isOnlyPlanned, maintenanceStatus } from './words.ts'

/** Where an incident stands: its page, and the page's components. */
export interface StatuspageContext {
  pageId: string
  components: StatuspageComponents
}

export function formatIncident(incident: IncidentView, context: StatuspageContext): StatuspageIncident {
  return {
    ...formatCommon(incident, context, startOf(incident)),
    status: incidentStatus(incident),
    impact: impactWord(incident.impact),
  }
}

/** Statuspage's own times of a maintenance are those of its announcement; its plan has fields of its own. */
export function formatMaintenance(maintenance: IncidentView, context: StatuspageContext): StatuspageMaintenance {
  const start = startOf(maintenance)
  const announcedAt = earliestOf(maintenance.updates.map(({ postedAt }) => postedAt))
  return {
    ...formatCommon(maintenance, context, announcedAt ?? earlier(maintenance.firstSeenAt, start)),
    status: maintenanceStatus(maintenance),
    impact: 'maintenance',
    scheduled_for: maintenance.scheduledFrom ?? start,
    scheduled_until: maintenance.scheduledUntil,
  }
}

function formatCommon(incident: IncidentView, { pageId, components }: StatuspageContext, createdAt: Date) {
  // Statuspage removes what was withdrawn, and has no mark for it.
  const updates = incident.updates.filter(({ withdrawnAt }) => withdrawnAt === null)
  return {
    id: incident.id,
    name: incident.title,
    created_at: createdAt,
    updated_at: incident.newsAt,
    monitoring_at: updates.find(({ status }) => status === 'monitoring')?.postedAt ?? null,
    resolved_at: endOf(incident),
    shortlink: incident.permalink,
    started_at: createdAt,
    page_id: pageId,
    incident_updates: formatUpdates(incident, updates).reverse(),
    components: incident.components.flatMap((label) => components.byLabel.get(label) ?? []),
    reminder_intervals: null,
  }
}

/** An update without a status of its own has that of the one before it, as on a Statuspage. */
function formatUpdates(incident: IncidentView, updates: UpdateView[]): StatuspageUpdate[] {
  let status: Status = incident.kind === 'maintenance' ? 'scheduled' : 'investigating'
  return updates.map((update) => {
    status = update.status ?? status
    return {
      id: publicId(incident.id, 'statuspage-update', update.id),
      status,
      body: bodyToPlainText(update),
      incident_id: incident.id,
      created_at: update.postedAt,
      updated_at: update.editedAt ?? update.postedAt,
      display_at: update.postedAt,
      affected_components: null,
      deliver_notifications: false,
      custom_tweet: null,
      tweet_id: null,
    }
  })
}

/** The query gives only what has a start. */
function startOf({ id, startedAt }: IncidentView): Date {
  if (startedAt === null) throw new Error(`The incident ${id} has no start, for which Statuspage has no form.`)
  return startedAt
}

/** An end that is only known to be later than something would be read as the end. */
function endOf(incident: IncidentView): Date | null {
  return incident.durationBasis === 'seen' || isOnlyPlanned(incident) ? null : incident.endedAt
}
