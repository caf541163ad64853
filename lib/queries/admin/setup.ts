import { db, queryRows } from '#lib/database/client.ts'
import type { Overview, SampleView } from '#lib/queries/admin-schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

/** How far the set-up has got at `now`, as far as the database knows. */
export async function getSetup(now: Date): Promise<Overview['setup']> {
  const [setup] = await queryRows<[Overview['setup']]>(Prisma.sql`
    SELECT count(*)::int AS "liveSources", (count(*) FILTER (WHERE last_good_read_at IS NOT NULL))::int AS read,
           (count(*) FILTER (WHERE last_good_read_at IS NULL AND failures > 0))::int AS failing,
           (SELECT count(*)::int FROM users)
           + (SELECT count(*)::int FROM account_links
              WHERE role IS NOT NULL AND used_at IS NULL AND revoked_at IS NULL AND expires_at > ${now}) AS people,
           EXISTS (SELECT FROM audit_entries WHERE action = 'setup.dismiss') AS "isDismissed"
    FROM sources WHERE origin = 'live' AND url IS NOT NULL`)
  return setup
}

export async function getSample(): Promise<SampleView> {
  const samples = await db().source.findMany({
    where: { origin: 'sample' },
    select: {
      vendor: { select: { name: true, _count: { select: { sources: { where: { origin: { not: 'sample' } } } } } } },
    },
  })
  const onlyVendors = samples.filter(({ vendor }) => vendor._count.sources === 0).map(({ vendor }) => vendor.name)
  return { sources: samples.length, onlyVendors: onlyVendors.sort((a, b) => a.localeCompare(b, 'en')) }
}
