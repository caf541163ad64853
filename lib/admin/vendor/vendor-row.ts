import type { Transaction } from '#lib/database/transaction.ts'

/** The vendor of this slug, or that once had it; null when there is none. */
export async function findVendor(tx: Transaction, slug: string): Promise<{ id: number; slug: string } | null> {
  const { rows } = await tx.query<{ id: number; slug: string }>(
    `select id, slug from vendors where slug = $1
     union all select v.id, v.slug from vendors v join vendor_aliases a on a.vendor_id = v.id where a.slug = $1 limit 1`,
    [slug],
  )
  return rows[0] ?? null
}
