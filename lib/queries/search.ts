import { db } from '#lib/db.ts'
import { Prisma } from '#prisma/client/client.ts'
import { matchesWords } from './incident-filter.ts'
import { listRows, toPage } from './incident-row.ts'
import type { IncidentView } from './shapes.ts'

export interface SearchResult {
  incidents: IncidentView[]
  nextCursor: string | null
  /** Vendors whose name is like the query, the likest first, at most 8; only with the first page. */
  vendors: { slug: string; name: string }[]
}

/** Incidents of all kinds whose title or updates match, newest first. Throws InvalidInputError for a bad cursor. */
export async function searchIncidents(q: string, cursor: string | null, now: Date, limit = 24): Promise<SearchResult> {
  if (q.trim() === '') return { incidents: [], nextCursor: null, vendors: [] }
  const [rows, vendors] = await Promise.all([
    listRows(Prisma.sql`i.standing = 'counted' AND ${matchesWords(q)}`, cursor, limit),
    cursor === null ? listVendorsLike(q) : [],
  ])
  return { ...toPage(rows, limit, now), vendors }
}

async function listVendorsLike(q: string): Promise<{ slug: string; name: string }[]> {
  return db().$queryRaw(Prisma.sql`
    SELECT slug, name FROM vendors
    WHERE name ILIKE ${`%${q.replace(/[\\%_]/g, '\\$&')}%`} OR name % ${q}
    ORDER BY similarity(name, ${q}) DESC, name LIMIT 8`)
}
