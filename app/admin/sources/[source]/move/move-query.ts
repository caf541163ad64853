import { z } from 'zod'
import { DEFAULT_TOLERANCE_MINUTES } from '#lib/admin/source/moves.ts'

const parameters = z.object({
  detection: z.string().max(64).nullable().catch(null).default(null),
  tolerance: z.coerce.number().int().min(0).max(10_080).catch(DEFAULT_TOLERANCE_MINUTES),
})

export interface MoveQuery {
  detection: string | null
  /** In minutes. */
  tolerance: number
  /** External ids of the old source's incidents that are kept separate. */
  notDuplicates: string[]
}

/** Parses the query of a move's review; ignores values that it cannot parse. */
export function readMoveQuery(query: Record<string, string | string[] | undefined>): MoveQuery {
  return { ...parameters.parse(query), notDuplicates: [query.notDuplicates ?? []].flat() }
}

/** Servers reject longer addresses. A longer list is left out, and the page shows no incident as kept separate. */
const MAX_IDS_LENGTH = 8_000

export function movePath(sourceId: number | string, { detection, tolerance, notDuplicates }: MoveQuery): string {
  const query = new URLSearchParams({ ...(detection !== null && { detection }), tolerance: String(tolerance) })
  const kept = new URLSearchParams(notDuplicates.map((id) => ['notDuplicates', id]))
  const rest = kept.size > 0 && kept.toString().length <= MAX_IDS_LENGTH ? `&${kept}` : ''
  return `/admin/sources/${sourceId}/move?${query}${rest}`
}
