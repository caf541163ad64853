import { db } from '#lib/db.ts'
import type { HistoryFilter } from '#lib/domain/filter.ts'
import { parseWindow, type Window } from '#lib/domain/window.ts'
import { Prisma } from '#prisma/client/client.ts'

/** The vendor with this present slug; null when there is none. */
export async function findVendorRow(slug: string) {
  return db().vendor.findUnique({ where: { slug } })
}

/** The filter's window for this vendor: `all` begins at the first covered or first known instant. */
export async function resolveWindow(vendorId: number, filter: HistoryFilter, now: Date): Promise<Window> {
  const asOf = filter.asOf ?? now
  if (filter.window !== 'all') return parseWindow(filter.window, { asOf, firstKnown: null })
  const [{ first }] = await db().$queryRaw<[{ first: Date | null }]>(Prisma.sql`
    SELECT least(
      (SELECT min(coalesce(started_at, started_after, started_before)) FROM incidents
       WHERE vendor_id = ${vendorId} AND standing = 'counted'),
      (SELECT min(c.covered_from) FROM coverage c JOIN sources s ON s.id = c.source_id
       WHERE s.vendor_id = ${vendorId} AND c.quality <> 'failed')
    ) AS first`)
  return parseWindow('all', { asOf, firstKnown: first })
}
