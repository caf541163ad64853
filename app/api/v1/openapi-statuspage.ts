import type { Operation } from './openapi-operation.ts'
import type { ResponseName } from './openapi-schemas.ts'

/** The addresses of Statuspage's API below each vendor; docs/statuspage-api.md explains them. */
export const STATUSPAGE_PATHS = {
  ...path('summary', 'getStatuspageSummary', 'StatuspageSummary', 'State, components, and what is open or planned'),
  ...path('status', 'getStatuspageStatus', 'StatuspageStatusBody', 'State'),
  ...path('components', 'listStatuspageComponents', 'StatuspageComponentList', 'Components and their groups'),
  ...path('incidents', 'listStatuspageIncidents', 'StatuspageIncidentList', 'Newest 50 incidents'),
  ...path(
    'incidents/unresolved',
    'listStatuspageUnresolvedIncidents',
    'StatuspageIncidentList',
    'Open incidents, at most 50',
  ),
  ...path(
    'incidents/{incident}',
    'getStatuspageIncident',
    'StatuspageIncidentBody',
    'One incident or maintenance of any age',
  ),
  ...path(
    'scheduled-maintenances',
    'listStatuspageMaintenances',
    'StatuspageMaintenanceList',
    'Newest 50 maintenances: planned, running or over',
  ),
  ...path(
    'scheduled-maintenances/upcoming',
    'listStatuspageUpcomingMaintenances',
    'StatuspageMaintenanceList',
    'Planned maintenances, at most 50',
  ),
  ...path(
    'scheduled-maintenances/active',
    'listStatuspageActiveMaintenances',
    'StatuspageMaintenanceList',
    'Running maintenances, at most 50',
  ),
}

function path(name: string, id: string, response: ResponseName, what: string): Record<string, { get: Operation }> {
  const summary = `${what}, in the form of Statuspage`
  return {
    [`/vendors/{vendor}/api/v2/${name}.json`]: {
      get: { id, tag: 'Statuspage', summary, response, isStatuspage: true },
    },
  }
}
