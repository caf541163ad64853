import { rankImpact } from '#lib/domain/incident.ts'
import type { HistoryView, IncidentView, VendorView } from '#lib/queries/schemas.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'

type WithOpen = Pick<VendorView, 'openIncidents'>

/** Whether open incidents can still raise the figures: not once the window is over, or once they are no longer followed. */
export function mayGrow(
  vendor: WithOpen & { history: Pick<HistoryView, 'window' | 'asOf'> },
  filter: Pick<HistoryFilter, 'kind' | 'impact'>,
): boolean {
  const isCurrent = vendor.history.window.to >= vendor.history.asOf
  return isCurrent && listOpen(vendor, filter).some(({ durationIsMinimum }) => !durationIsMinimum)
}

/** The open incidents of a kind and with at least a given impact. */
export function listOpen(
  { openIncidents }: WithOpen,
  { kind, impact }: Pick<HistoryFilter, 'kind' | 'impact'>,
): IncidentView[] {
  return openIncidents.filter(
    (open) =>
      (kind === 'all' || open.kind === kind) && (impact === null || rankImpact(open.impact) >= rankImpact(impact)),
  )
}
