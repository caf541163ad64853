import type { Kind } from './incident.ts'

/** When the vendor plans to end it; null for an outage, and where no end after its start is planned. */
export function plannedEndOf({
  kind,
  startedAt,
  scheduledUntil,
}: {
  kind: Kind
  startedAt: Date | null
  scheduledUntil: Date | null
}): Date | null {
  if (kind === 'incident' || startedAt === null || scheduledUntil === null) return null
  return scheduledUntil > startedAt ? scheduledUntil : null
}
