import { z } from 'zod'
import type { RunFilter } from '#lib/queries/runs.ts'
import { RUN_STATES, type RunView } from '#lib/queries/shapes.ts'

const parameters = z.object({
  vendor: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional()
    .catch(undefined),
  state: z.enum(RUN_STATES).optional().catch(undefined),
  /** The last run seen: its instant and its id. */
  before: z
    .string()
    .regex(/^\d{1,14}_[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
})

/** What a list of runs was asked for; what cannot be understood is as good as not given. */
export function readRunQuery(query: Record<string, string | string[] | undefined>): RunFilter {
  const { vendor, state, before } = parameters.parse(query)
  const [at = '', id = ''] = before?.split('_') ?? []
  return {
    ...(vendor && { vendor }),
    ...(state && { state }),
    ...(before && { before: { createdAt: new Date(Number(at)), id } }),
  }
}

/** The address of the same list behind `last`; of its beginning with null. */
export function runsPath({ vendor, state }: RunFilter, last: Pick<RunView, 'createdAt' | 'id'> | null): string {
  const query = new URLSearchParams({
    ...(vendor && { vendor }),
    ...(state && { state }),
    ...(last && { before: `${last.createdAt.getTime()}_${last.id}` }),
  })
  return query.size === 0 ? '/admin/runs' : `/admin/runs?${query}`
}
