import type { IncidentView } from '#lib/queries/schemas.ts'

/** An incident as pages and feeds get it; pass only what matters to the test. */
export function incidentView(over: Partial<IncidentView> = {}): IncidentView {
  return {
    id: 'abcdefghjkmn',
    vendor: 'acme',
    vendorName: 'Acme',
    platform: 'statuspage',
    externalId: 'x1',
    title: 'Slow exports',
    kind: 'incident',
    impact: 'minor',
    status: 'resolved',
    startedAt: new Date('2026-03-04T23:40:00Z'),
    endedAt: new Date('2026-03-05T01:10:00Z'),
    startedAfter: null,
    startedBefore: null,
    durationSeconds: 5400,
    durationBasis: 'reported',
    durationIsMinimum: false,
    scheduledFrom: null,
    scheduledUntil: null,
    timeToMitigateSeconds: null,
    statedWindow: null,
    components: ['Exports'],
    sourceUrl: 'https://status.example.org/incidents/x1',
    permalink: 'http://localhost:3000/vendors/acme/incidents/abcdefghjkmn/slow-exports',
    firstSeenAt: new Date('2026-03-04T23:45:00Z'),
    newsAt: new Date('2026-03-05T01:10:00Z'),
    withdrawnAt: null,
    excluded: false,
    isSample: false,
    updateCount: 2,
    declaredUpdateCount: null,
    updates: [
      update('u1', 'investigating', '2026-03-04T23:40:00Z', 'Exports take longer than usual.'),
      update('u2', 'resolved', '2026-03-05T01:10:00Z', 'Exports are back to normal.'),
    ],
    ...over,
  }
}

export function update(
  id: string,
  status: IncidentView['updates'][number]['status'],
  postedAt: string,
  body: string,
): IncidentView['updates'][number] {
  return {
    id,
    status,
    sourceStatus: status,
    postedAt: new Date(postedAt),
    body,
    isMarkdown: false,
    editedAt: null,
    withdrawnAt: null,
  }
}
