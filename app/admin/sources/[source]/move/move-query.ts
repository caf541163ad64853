import { z } from 'zod'
import { DEFAULT_TOLERANCE_MINUTES } from '#lib/admin/moves.ts'

const parameters = z.object({
  detection: z.string().max(64).nullable().catch(null).default(null),
  tolerance: z.coerce.number().int().min(0).max(10_080).catch(DEFAULT_TOLERANCE_MINUTES),
})

export interface MoveQuery {
  detection: string | null
  /** Minutes. */
  tolerance: number
  /** External ids of the old source's incidents that are kept apart. */
  apart: string[]
}

/** What a review of a move was asked for; what cannot be understood is as good as not given. */
export function readMoveQuery(query: Record<string, string | string[] | undefined>): MoveQuery {
  return { ...parameters.parse(query), apart: [query.apart ?? []].flat() }
}

export function movePath(sourceId: number | string, { detection, tolerance, apart }: MoveQuery): string {
  const query = new URLSearchParams({ ...(detection !== null && { detection }), tolerance: String(tolerance) })
  for (const id of apart) query.append('apart', id)
  return `/admin/sources/${sourceId}/move?${query}`
}
