import { queryRows } from '#lib/database/client.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { Prisma } from '#prisma/client/client.ts'
import { listChosenVendors } from './chosen-vendors.ts'
import { type VendorRow, vendorColumns } from './scope.ts'
import { listVendorsLike } from './search.ts'

/** The vendor that a text names: by its slug, current or former, else by its name in any case; null for none. */
export async function lookUpVendor(text: string): Promise<VendorRow | null> {
  const wanted = text.trim()
  const { vendors } = await listChosenVendors([wanted.toLowerCase()])
  if (vendors[0] !== undefined) return vendors[0]
  const [named] = await queryRows<VendorRow[]>(Prisma.sql`
    SELECT ${vendorColumns} FROM vendors v WHERE lower(v.name) = lower(${wanted}) ORDER BY v.id LIMIT 1`)
  return named ?? null
}

/** The same. Throws NotFoundError, which lists vendors with similar names. */
export async function findNamedVendor(text: string): Promise<VendorRow> {
  const named = await lookUpVendor(text)
  if (named !== null) return named
  const wanted = text.trim()
  const similar = await listVendorsLike(wanted)
  const hint = similar.length === 0 ? '' : ` Vendors with similar names: ${similar.map(({ slug }) => slug).join(', ')}.`
  throw new NotFoundError(`There is no vendor "${wanted}".${hint}`)
}
