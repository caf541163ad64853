import type { IncidentView } from '#lib/queries/schemas.ts'
import type { StatuspagePage, VendorPresent } from '#lib/queries/statuspage-schemas.ts'
import { publicId } from '#lib/url/public-id.ts'
import { formatComponents } from './components.ts'
import { formatIncident, formatMaintenance, type StatuspageContext } from './incidents.ts'
import { overallStatus } from './words.ts'

/** Writes the bodies of Statuspage's API for one vendor. */
export function statuspageOf(present: VendorPresent, pageUrl: string) {
  const page: StatuspagePage = {
    id: publicId(present.key, 'statuspage-page', ''),
    name: present.name,
    url: pageUrl,
    time_zone: 'Etc/UTC',
    updated_at: present.changedAt,
  }
  const components = formatComponents(present, page.id)
  const context: StatuspageContext = { pageId: page.id, components }
  const incidentsIn = (views: IncidentView[]) =>
    views.filter(({ kind }) => kind === 'incident').map((view) => formatIncident(view, context))
  const maintenancesIn = (views: IncidentView[]) =>
    views.filter(({ kind }) => kind === 'maintenance').map((view) => formatMaintenance(view, context))
  return {
    /** Null while the vendor's state is not known. */
    status: () => {
      const status = overallStatus(present)
      return status && { page, status }
    },
    /** Null while the vendor's state is not known. */
    summary: () => {
      const status = overallStatus(present)
      return (
        status && {
          page,
          components: components.all,
          incidents: incidentsIn(present.open),
          scheduled_maintenances: maintenancesIn([...present.planned, ...present.open]),
          status,
        }
      )
    },
    components: () => ({ page, components: components.all }),
    incidents: (views: IncidentView[]) => ({ page, incidents: incidentsIn(views) }),
    maintenances: (views: IncidentView[]) => ({ page, scheduled_maintenances: maintenancesIn(views) }),
    incident: (view: IncidentView) => ({
      page,
      incident: view.kind === 'maintenance' ? formatMaintenance(view, context) : formatIncident(view, context),
    }),
  }
}
