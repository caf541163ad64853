import { z } from 'zod'
import { dayPeriod } from '#lib/domain/days.ts'
import { isCalendarDay } from '#lib/domain/instant.ts'
import type { RunFilter } from '#lib/queries/runs.ts'
import { RUN_MODES, RUN_STATES, RUN_TRIGGERS, type RunView } from '#lib/queries/schemas.ts'
import { isUuid, toRowId } from '#lib/url/row-id.ts'

/** A missing or unparsable text is undefined. */
const given = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)

const parameters = z.object({
  vendor: given(z.string().regex(/^[a-z0-9-]{1,64}$/)),
  source: given(z.string().refine((text) => toRowId(text) !== null)),
  state: given(z.enum(RUN_STATES)),
  trigger: given(z.enum(RUN_TRIGGERS)),
  mode: given(z.enum(RUN_MODES)),
  dryRun: given(z.enum(['true', 'false'])),
  /** Days in UTC, both inclusive. */
  from: given(z.iso.date().refine(isCalendarDay)),
  to: given(z.iso.date().refine(isCalendarDay)),
  /** The last run shown: its instant and id. */
  before: given(
    z
      .string()
      .regex(/^\d{1,14}_/)
      .refine((text) => isUuid(text.slice(text.indexOf('_') + 1))),
  ),
})

export type RunQuery = z.infer<typeof parameters>

/** Parses the query of a list of runs; ignores values that it cannot parse. */
export function readRunQuery(query: Record<string, string | string[] | undefined>): RunQuery {
  return parameters.parse(query)
}

export function toRunFilter({ source, dryRun, from, to, before, ...rest }: RunQuery): RunFilter {
  const [at = '', id = ''] = before?.split('_') ?? []
  const filter: RunFilter = {
    ...(source && { source: Number(source) }),
    ...(dryRun && { dryRun: dryRun === 'true' }),
    ...(from && { from: dayPeriod(from).from }),
    ...(to && { to: dayPeriod(to).to }),
    ...(before && { before: { createdAt: new Date(Number(at)), id } }),
  }
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) Object.assign(filter, { [name]: value })
  return filter
}

/** The address of the same list after `last`, or of its beginning when null. */
export function runsPath(asked: RunQuery, last: Pick<RunView, 'createdAt' | 'id'> | null): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...asked, before: undefined })) if (value) query.set(name, value)
  if (last !== null) query.set('before', `${last.createdAt.getTime()}_${last.id}`)
  return query.size === 0 ? '/admin/runs' : `/admin/runs?${query}`
}
