import { db, queryRows } from '#lib/database/client.ts'
import { maxOf } from '#lib/domain/many.ts'
import { SOURCE_HEALTHS } from '#lib/domain/source-health.ts'
import type { AdminVendor, AdminVendorLine } from '#lib/queries/admin-schemas.ts'
import type { AdminSource } from '#lib/queries/source-schemas.ts'
import { Prisma } from '#prisma/client/client.ts'
import { listAdminSources } from './sources.ts'

/** All vendors by name, each with the worst health of its sources at `now`. */
export async function listAdminVendors(now: Date): Promise<AdminVendorLine[]> {
  const [vendors, sources] = await Promise.all([
    db().vendor.findMany({ orderBy: { name: 'asc' } }),
    listAdminSources(null, now),
  ])
  const bySlug = Map.groupBy(sources, (source) => source.vendor)
  return vendors.map(({ slug, name, category, pausedAt }) => {
    const own = bySlug.get(slug) ?? []
    return {
      slug,
      name,
      category,
      pausedAt,
      incidentCount: own.reduce((sum, { incidentCount }) => sum + incidentCount, 0),
      health: worstHealth(own),
      lastGoodReadAt: newest(own.map(({ lastGoodReadAt }) => lastGoodReadAt)),
    }
  })
}

/** The vendors that have a source beside the bundled sample. */
export async function listSlugsWithSource(): Promise<string[]> {
  const vendors = await db().vendor.findMany({
    where: { sources: { some: { origin: { not: 'sample' } } } },
    select: { slug: true },
  })
  return vendors.map(({ slug }) => slug)
}

/** One vendor with everything editable; null if no vendor currently has the slug. */
export async function getAdminVendor(slug: string, now: Date): Promise<AdminVendor | null> {
  const vendor = await db().vendor.findUnique({ where: { slug }, include: { aliases: true } })
  if (vendor === null) return null
  const [sources, [counts]] = await Promise.all([
    listAdminSources(slug, now),
    queryRows<[AdminVendor['counts']]>(Prisma.sql`
      SELECT (SELECT count(*)::int FROM incidents WHERE vendor_id = ${vendor.id}) AS incidents,
             (SELECT count(*)::int FROM incident_updates u JOIN incidents i ON i.id = u.incident_id
              WHERE i.vendor_id = ${vendor.id}) AS updates,
             (SELECT count(*)::int FROM documents d JOIN sources s ON s.id = d.source_id
              WHERE s.vendor_id = ${vendor.id}) AS documents,
             (SELECT count(*)::int FROM corrections c JOIN incidents i ON i.id = c.incident_id
              WHERE i.vendor_id = ${vendor.id}) AS corrections,
             (SELECT count(*)::int FROM runs WHERE vendor_id = ${vendor.id}) AS runs,
             (SELECT count(*)::int FROM incidents WHERE vendor_id = ${vendor.id})
             + (SELECT count(*)::int FROM incident_aliases a JOIN incidents i ON i.id = a.incident_id
                WHERE i.vendor_id = ${vendor.id} AND a.public_id <> i.public_id) AS permalinks`),
  ])
  const { key, name, websiteUrl, category, pausedAt, createdAt, aliases } = vendor
  const formerSlugs = aliases.map((alias) => alias.slug).sort()
  return { slug, key, name, websiteUrl, category, pausedAt, createdAt, formerSlugs, sources, counts }
}

function worstHealth(sources: AdminSource[]): AdminVendorLine['health'] {
  return SOURCE_HEALTHS.find((health) => sources.some((source) => source.health === health)) ?? null
}

function newest(instants: (Date | null)[]): Date | null {
  const known = instants.filter((instant) => instant !== null)
  return known.length === 0 ? null : new Date(maxOf(known.map((instant) => instant.getTime())))
}
