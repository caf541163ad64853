import { db } from '#lib/database/client.ts'
import type { IncidentFacts } from '#lib/queries/admin-schemas.ts'
import { incidentPath } from '#lib/url/path.ts'

/** The correctable fields of an incident; null for an unknown public id. */
export async function getIncidentFacts(publicId: string): Promise<IncidentFacts | null> {
  const incident = await db().incident.findUnique({
    where: { publicId },
    include: { vendor: true, corrections: { orderBy: { id: 'asc' } } },
  })
  if (incident === null) return null
  const { vendor, title, kind, impact, startedAt, endedAt, excluded, corrections } = incident
  return {
    vendor: vendor.slug,
    vendorName: vendor.name,
    id: publicId,
    title,
    permalink: incidentPath(vendor.slug, publicId, title),
    source: {
      startedAt: incident.derivedStartedAt,
      endedAt: incident.derivedEndedAt,
      kind: incident.sourceKind,
      impact: incident.sourceImpact,
    },
    shown: { startedAt, endedAt, kind, impact, excluded },
    statedWindow: toStatedWindow(incident.statedWindow),
    corrections: corrections.map(({ incidentId: _, ...correction }) => correction),
  }
}

function toStatedWindow(value: unknown): IncidentFacts['statedWindow'] {
  if (value === null) return null
  const { from, to, quote } = value as { from: string; to: string; quote: string }
  return { from: new Date(from), to: new Date(to), quote }
}
