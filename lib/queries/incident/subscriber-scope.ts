import { queryRows } from '#lib/database/client.ts'
import { parseWindow, RELATIVE_WINDOWS } from '#lib/domain/window.ts'
import { matchesFilter } from '#lib/queries/incident-filter.ts'
import { ofVendors, type Scope, scopeOf } from '#lib/queries/scope.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { Prisma } from '#prisma/client/client.ts'

/** Their beginning moves with the clock. */
const MOVING_WINDOWS: readonly string[] = RELATIVE_WINDOWS.filter((window) => window !== 'all')

/**
 * The scope of a file that programs read again and again. A window that reaches back does so from what was last said, so that nothing
 * leaves the file by the clock alone.
 */
export async function subscriberScope(vendorIds: Scope['vendorIds'], filter: HistoryFilter, now: Date): Promise<Scope> {
  const scope = { ...(await scopeOf(vendorIds, filter, now)), forSubscribers: true }
  if (filter.asOf !== null || !MOVING_WINDOWS.includes(filter.window)) return scope
  const [latest] = await queryRows<{ newsAt: Date }[]>(Prisma.sql`
    SELECT i.news_at AS "newsAt" FROM incidents i
    WHERE ${ofVendors(vendorIds)} AND ${matchesFilter(filter, vendorIds, { withExcluded: true })}
    ORDER BY i.news_at DESC LIMIT 1`)
  if (latest === undefined) return scope
  const { from } = parseWindow(filter.window, { asOf: latest.newsAt, firstKnown: null })
  return { ...scope, window: { ...scope.window, from } }
}
