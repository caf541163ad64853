import { queryRows } from '#lib/database/client.ts'
import { Prisma } from '#prisma/client/client.ts'

export interface NamedVendor {
  slug: string
  name: string
}

/** More names than this in one text are not typed by anybody. */
const MAX_TERMS = 25

/** The names in a text that has several, with commas between them. */
function termsOf(text: string): string[] {
  const terms = text
    .split(',')
    .map((term) => term.trim().toLowerCase())
    .filter((term) => term !== '')
  return [...new Set(terms)].slice(0, MAX_TERMS)
}

/**
 * Vendors whose name or slug contains one of the names in `text`, best first, and how many there are; with an empty text, the
 * first of all by name. `without`: slugs that are left out.
 */
export async function findVendorNames(
  text: string,
  { most, without = [] }: { most: number; without?: readonly string[] },
): Promise<{ vendors: NamedVendor[]; total: number }> {
  const terms = termsOf(text)
  // The rank is computed once a row: of ten thousand vendors, most of the time goes there.
  const rows = await queryRows<(NamedVendor & { total: number })[]>(Prisma.sql`
    SELECT slug, name, count(*) OVER ()::int AS total FROM vendors
    CROSS JOIN LATERAL (SELECT min(${rankOf(Prisma.sql`term`)}) AS rank FROM unnest(${terms}::text[]) AS term) ranked
    WHERE slug <> ALL(${[...without]}::text[]) AND (${terms.length === 0} OR rank IS NOT NULL)
    ORDER BY rank, lower(name), slug LIMIT ${most}`)
  return { vendors: rows.map(({ slug, name }) => ({ slug, name })), total: rows[0]?.total ?? 0 }
}

/** Which vendors a text names: each name that is a vendor's own, or occurs in that of one vendor only. `rest`: the others. */
export async function resolveVendorNames(text: string): Promise<{ slugs: string[]; rest: string }> {
  const terms = termsOf(text)
  if (terms.length === 0) return { slugs: [], rest: '' }
  const found = await queryRows<{ term: string; slug: string | null }[]>(Prisma.sql`
    SELECT asked.term, CASE WHEN best.rank = 0 OR best.total = 1 THEN best.slug END AS slug
    FROM unnest(${terms}::text[]) WITH ORDINALITY asked(term, place)
    LEFT JOIN LATERAL (
      SELECT slug, rank, count(*) OVER () AS total FROM vendors
      CROSS JOIN LATERAL (SELECT ${rankOf(Prisma.sql`asked.term`)} AS rank OFFSET 0) ranked
      WHERE rank IS NOT NULL ORDER BY rank, lower(name), slug LIMIT 1
    ) best ON TRUE
    ORDER BY asked.place`)
  return {
    slugs: found.flatMap(({ slug }) => slug ?? []),
    rest: found.flatMap(({ term, slug }) => (slug === null ? term : [])).join(', '),
  }
}

/** 0 for a vendor with exactly this name, 1 for a name that begins with it, 2 for one that contains it; null for any other. */
function rankOf(term: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE
    WHEN ${term} IN (lower(name), slug) THEN 0
    WHEN starts_with(lower(name), ${term}) THEN 1
    WHEN position(${term} IN lower(name)) > 0 OR position(${term} IN slug) > 0 THEN 2 END`
}
