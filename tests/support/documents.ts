import type { ParsedDocument, ParsedIncident, ParsedUpdate } from '#lib/adapters/adapter.ts'

/** A document in the project's own format. */
export function aDocument(incidents: ParsedIncident[], document: Partial<ParsedDocument> = {}): ParsedDocument {
  return {
    incidents,
    warnings: [],
    quarantined: [],
    completeness: 'newest',
    kinds: ['incident'],
    covers: null,
    reach: null,
    declared: null,
    page: null,
    components: [],
    references: [],
    ...document,
  }
}

/** An incident of 1 March 2026 with one update, resolved after an hour, unless overridden. */
export function anIncident(externalId: string, incident: Partial<ParsedIncident> = {}): ParsedIncident {
  return {
    externalId,
    otherIds: [],
    kind: 'incident',
    title: `Incident ${externalId}`,
    impact: 'minor',
    sourceImpact: null,
    status: 'resolved',
    sourceStatus: null,
    statedStartedAt: at('2026-03-01T10:00Z'),
    statedEndedAt: at('2026-03-01T11:00Z'),
    scheduledFrom: null,
    scheduledUntil: null,
    startedAfter: null,
    startedBefore: null,
    modifiedAt: null,
    sourceUrl: null,
    components: [],
    regions: [],
    declaredUpdateCount: null,
    unclear: null,
    updatesComplete: true,
    updates: [anUpdate('u1')],
    ...incident,
  }
}

export function anUpdate(externalId: string, update: Partial<ParsedUpdate> = {}): ParsedUpdate {
  return {
    externalId,
    status: 'resolved',
    sourceStatus: null,
    postedAt: at('2026-03-01T11:00Z'),
    modifiedAt: null,
    body: `Text of ${externalId}.`,
    format: 'text',
    componentChanges: [],
    ...update,
  }
}

export function at(text: string): Date {
  return new Date(text)
}
