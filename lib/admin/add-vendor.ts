import { findPlatform } from '#lib/ingest/platforms.ts'
import { inTransaction } from '#lib/ingest/transaction.ts'
import { getCatalogueVendor } from './catalogue.ts'
import { requestIngest } from './runs.ts'
import { addSource } from './sources.ts'
import { findVendor } from './vendor-row.ts'
import { createVendor, type NewVendor } from './vendors.ts'

type VendorWithSource = Omit<NewVendor, 'sources'> & { platform: string; url: string }

interface Wish {
  /** Read the whole history too, where the platform offers one. */
  backfill: boolean
  actor: string
}

/** Adds a vendor with one source and has it read. Returns the id of the first run. Throws as `createVendor`. */
export async function addVendorAndRead({ platform, url, ...vendor }: VendorWithSource, wish: Wish): Promise<string> {
  await createVendor({ ...vendor, sources: [{ platform, url }] }, wish.actor)
  return await read(vendor.slug, null, platform, wish)
}

/**
 * Adds a vendor of the catalogue, or its source where the vendor is there already, as those of the bundled sample are, and
 * has it read. Throws NotFoundError for what is not in the catalogue, ConflictError when the source is there too.
 */
export async function addFromCatalogue(slug: string, wish: Wish): Promise<{ run: string; name: string }> {
  const { name, websiteUrl, category, platform, sourceUrl: url } = getCatalogueVendor(slug)
  const known = await inTransaction((tx) => findVendor(tx, slug))
  if (known === null) {
    return { name, run: await addVendorAndRead({ slug, name, websiteUrl, category, platform, url }, wish) }
  }
  const source = await addSource(known.slug, { platform, url }, wish.actor)
  return { name, run: await read(known.slug, source, platform, wish) }
}

/** What it lists now, and then the whole history. */
async function read(vendorSlug: string, sourceId: number | null, platform: string, { backfill, actor }: Wish) {
  const which = sourceId === null ? { vendorSlug } : { vendorSlug, sourceId }
  const request = { ...which, dryRun: false, trigger: 'admin', actor } as const
  const [run = ''] = await requestIngest({ ...request, mode: 'poll' })
  if (backfill && findPlatform(platform)?.hasHistory === true) await requestIngest({ ...request, mode: 'backfill' })
  return run
}
