import { writeAudit } from '#lib/admin/audit.ts'
import { notifyChange } from '#lib/database/change.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { ConflictError, InvalidInputError } from '#lib/domain/errors.ts'
import { issueWords } from '#lib/domain/site/issue-words.ts'
import { findPlatform } from '#lib/sources/platforms.ts'
import { createSource, sourceKey } from '#lib/sources/source.ts'
import { type NewVendor, newVendorSchema } from './vendor-input.ts'

/**
 * Adds a vendor with its sources; the first source is the primary one. `actor` is who does so, for the audit log.
 * Throws InvalidInputError naming the field, ConflictError when the slug is, or once was, another vendor's.
 */
export async function createVendor(input: NewVendor, actor: string): Promise<void> {
  await inTransaction((tx) => writeVendor(tx, input, actor))
}

/** As `createVendor`, in the caller's transaction. */
export async function writeVendor(tx: Transaction, input: NewVendor, actor: string): Promise<void> {
  const vendor = parse(input)
  const { rows } = await tx.query<{ id: number }>(
    `insert into vendors (key, slug, name, website_url, category)
     select $1, $1, $2, $3, $4 where not exists (select from vendor_aliases where slug = $1)
     on conflict do nothing returning id`,
    [vendor.slug, vendor.name, vendor.websiteUrl, vendor.category],
  )
  if (rows[0] === undefined) throw new ConflictError(`There is already a vendor "${vendor.slug}".`)
  for (const { platform, url } of vendor.sources) {
    await createSource(tx, { vendorId: rows[0].id, platform, url, origin: 'live' })
  }
  await writeAudit(tx, { actor, action: 'vendor.create', subject: vendor.slug, detail: vendor })
  // A vendor without a page so far may have been looked for: what was "not found" is to be dropped.
  await notifyChange(tx, vendor.slug)
}

function parse(input: NewVendor): NewVendor {
  const result = newVendorSchema.safeParse(input, { error: issueWords })
  if (!result.success) {
    const [issue] = result.error.issues
    throw new InvalidInputError(issue?.message ?? 'is not valid', issue?.path.join('.') ?? null)
  }
  const vendor = result.data
  for (const [index, { platform }] of vendor.sources.entries()) {
    const found = findPlatform(platform)
    if (found === null)
      throw new InvalidInputError(`"${platform}" is not a platform that can be read`, `sources.${index}.platform`)
    if (!found.hasAddress) {
      throw new InvalidInputError(
        `${found.name} has no address to read: push its documents instead`,
        `sources.${index}.platform`,
      )
    }
  }
  const keys = vendor.sources.map((source) => sourceKey({ ...source, origin: 'live' }))
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw new InvalidInputError(`lists "${twice}" twice`, 'sources')
  return vendor
}
