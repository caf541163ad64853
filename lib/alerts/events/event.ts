import { z } from 'zod'
import type { AlertEventKind } from '#lib/domain/alerts/event-kinds.ts'
import { IMPACTS, STATES } from '#lib/domain/incident.ts'

const nothing = z.strictObject({})
const impacts = z.strictObject({ from: z.enum(IMPACTS), to: z.enum(IMPACTS) })

/** What an event of each kind says beyond what its vendor, incident and source say themselves. */
const DETAILS = {
  /** `ageSeconds`: how long ago it was posted, for one that was already open when we first read of it; else null. */
  opened: z.strictObject({ ageSeconds: z.int().nonnegative().nullable() }),
  /** The row of `incident_updates`. */
  updated: z.strictObject({ updateId: z.string() }),
  impact_raised: impacts,
  impact_lowered: impacts,
  resolved: nothing,
  reopened: nothing,
  withdrawn: nothing,
  /** The fields that an admin's correction changed. */
  corrected: z.strictObject({ fields: z.array(z.string()).min(1) }),
  planned: nothing,
  started: nothing,
  ended: nothing,
  called_off: nothing,
  state_changed: z.strictObject({ from: z.enum(STATES), to: z.enum(STATES) }),
  /** Why the latest poll failed, as the runs' page says it. */
  source_failing: z.strictObject({ reason: z.string() }),
  source_recovered: nothing,
} satisfies Record<AlertEventKind, z.ZodType>

/** A kind with the detail that belongs to it. */
export type AlertWhat = {
  [Kind in AlertEventKind]: { kind: Kind; detail: z.output<(typeof DETAILS)[Kind]> }
}[AlertEventKind]

/** One row of `alert_events`. */
export type AlertEvent = AlertWhat & {
  id: bigint
  vendorId: number
  /** Null for what concerns a vendor or a source as a whole. */
  incidentId: bigint | null
  /** The source that said so; null for what follows from the clock, or once the source has been deleted. */
  sourceId: number | null
  /** When the vendor states that it happened, or the read that showed it. */
  happenedAt: Date
  recordedAt: Date
}

/** The columns of `alert_events` that `fromEventRow` reads. */
export const EVENT_COLUMNS = 'id, kind, vendor_id, incident_id, source_id, happened_at, recorded_at, detail'

export interface AlertEventRow {
  id: string
  kind: AlertEventKind
  vendor_id: number
  incident_id: string | null
  source_id: number | null
  happened_at: Date
  recorded_at: Date
  detail: unknown
}

/** Throws a ZodError if the detail is not of its kind. */
export function fromEventRow(row: AlertEventRow): AlertEvent {
  return {
    id: BigInt(row.id),
    kind: row.kind,
    vendorId: row.vendor_id,
    incidentId: row.incident_id === null ? null : BigInt(row.incident_id),
    sourceId: row.source_id,
    happenedAt: row.happened_at,
    recordedAt: row.recorded_at,
    detail: DETAILS[row.kind].parse(row.detail),
  } as AlertEvent
}
