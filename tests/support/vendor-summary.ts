import type { VendorSummary } from '#lib/queries/schemas.ts'

/** A vendor of which everything is known and nothing was posted, unless overridden. */
export function aVendorSummary(slug: string, over: Partial<VendorSummary> = {}): VendorSummary {
  return {
    slug,
    name: slug,
    websiteUrl: null,
    category: null,
    state: 'up',
    lastKnownState: null,
    isUnclear: false,
    checkedAt: null,
    lastTryFailedAt: null,
    isSample: false,
    pageStatus: null,
    openIncidentTitle: null,
    incidentCount: 0,
    downtimeSeconds: 0,
    downtimeIsMinimum: false,
    incidentsPerMonth: null,
    medianDurationSeconds: null,
    knownDays: 730,
    days: 730,
    lastIncidentAt: null,
    monthly: [],
    ...over,
  }
}
