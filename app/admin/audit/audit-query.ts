import { z } from 'zod'
import { dayPeriod } from '#lib/domain/days.ts'
import { isCalendarDay } from '#lib/domain/instant.ts'
import type { AuditFilter } from '#lib/queries/admin-schemas.ts'
import { toLongRowId } from '#lib/url/row-id.ts'

const text = z.string().trim().min(1).max(200).optional().catch(undefined)
const date = z.iso.date().refine(isCalendarDay).optional().catch(undefined)

const parameters = z.object({
  actor: text,
  action: text,
  subject: text,
  /** Days in UTC; the last one is included. */
  from: date,
  to: date,
  before: z
    .string()
    .refine((text) => toLongRowId(text) !== null)
    .optional()
    .catch(undefined),
})

/** The values of the page's filter form. */
export type AuditQuery = z.infer<typeof parameters>

/** Parses the log's query; ignores values that it cannot parse. */
export function readAuditQuery(query: Record<string, string | string[] | undefined>): AuditQuery {
  return parameters.parse(query)
}

export function toFilter({ actor, action, subject, from, to, before }: AuditQuery): AuditFilter {
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(subject && { subject }),
    ...(from && { from: dayPeriod(from).from }),
    ...(to && { to: dayPeriod(to).to }),
    ...(before && { before: BigInt(before) }),
  }
}

/** The address of the same filter at `path`, starting after the entry `before`, or from the beginning when null. */
export function auditPath(path: string, query: AuditQuery, before: string | null): string {
  const given = Object.entries({ ...query, before: before ?? undefined }).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(given as [string, string][])
  return search.size === 0 ? path : `${path}?${search}`
}
