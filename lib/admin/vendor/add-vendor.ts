import { type PushedDocument, writeDocument } from '#lib/admin/run/documents.ts'
import { writeRequest } from '#lib/admin/run/runs.ts'
import { detect } from '#lib/admin/source/detect.ts'
import { writeSource } from '#lib/admin/source/sources.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { ConflictError, InvalidInputError, OutageHistoryError } from '#lib/domain/errors.ts'
import { findPlatform } from '#lib/sources/platforms.ts'
import { type CatalogueVendor, getCatalogueVendor } from './catalogue.ts'
import type { NewVendor } from './vendor-input.ts'
import { findVendor } from './vendor-row.ts'
import { writeVendor } from './vendors.ts'

type VendorWithSource = Omit<NewVendor, 'sources'> & { platform: string; url: string }

export interface AddOptions {
  /** Read the whole history too, where the platform offers one. */
  backfill: boolean
  actor: string
  /** `admin` unless given. */
  trigger?: 'admin' | 'api' | 'cli'
}

export interface AddedVendors {
  added: { slug: string; name: string }[]
  /** A sentence for each vendor that could not be added. */
  refused: string[]
}

/** Adds a vendor with one source and has it read, or does neither. Returns the id of the first run. Throws as `createVendor`. */
export async function addVendorAndRead(vendor: VendorWithSource, options: AddOptions): Promise<string> {
  return await inTransaction((tx) => addAndRead(tx, vendor, options))
}

async function addAndRead(tx: Transaction, { platform, url, ...vendor }: VendorWithSource, options: AddOptions) {
  await writeVendor(tx, { ...vendor, sources: [{ platform, url }] }, options.actor)
  return await read(tx, vendor.slug, null, platform, options)
}

/**
 * Adds a vendor of the catalogue, or its source where the vendor is there already, as those of the bundled sample are, and
 * has it read. Where only its page is known, the platform is detected first. Throws NotFoundError for what is not in the
 * catalogue, InvalidInputError for what cannot be read, ConflictError when the source is there too, and as `detect`.
 */
export async function addFromCatalogue(slug: string, options: AddOptions): Promise<{ run: string; name: string }> {
  const vendor = getCatalogueVendor(slug)
  const { name, websiteUrl, category } = vendor
  const { platform, url } = await findAccess(vendor)
  return await inTransaction(async (tx) => {
    const known = await findVendor(tx, slug)
    if (known === null) {
      return { name, run: await addAndRead(tx, { slug, name, websiteUrl, category, platform, url }, options) }
    }
    const source = await writeSource(tx, known.slug, { platform, url }, options.actor)
    return { name, run: await read(tx, known.slug, source, platform, options) }
  })
}

/** Adds each vendor as `addFromCatalogue` does, separately, so that one failure does not keep the others from it; each once. */
export async function addVendorsFromCatalogue(slugs: readonly string[], options: AddOptions): Promise<AddedVendors> {
  const result: AddedVendors = { added: [], refused: [] }
  for (const slug of new Set(slugs)) {
    try {
      result.added.push({ slug, name: (await addFromCatalogue(slug, options)).name })
    } catch (error) {
      if (!(error instanceof OutageHistoryError)) throw error
      result.refused.push(error.message)
    }
  }
  return result
}

/** The platform and address of a vendor's source. Throws InvalidInputError where there is none. */
async function findAccess({ name, access, address }: CatalogueVendor): Promise<{ platform: string; url: string }> {
  if (access.kind === 'source') return { platform: access.platform, url: address }
  if (access.kind === 'unreadable') {
    throw new InvalidInputError(
      `${name} cannot be read at ${address}: ${access.reason}. You can upload its documents instead.`,
    )
  }
  const found = await detect(address)
  if (found === null) throw new ConflictError(`${address} has not been checked yet. Check that a worker is running.`)
  return found
}

/**
 * Adds a vendor that has no address to read and takes its first document, or does neither. Returns the id of the run.
 * Throws as `createVendor` and `pushDocument`.
 */
export async function addVendorWithDocument(
  vendor: Pick<NewVendor, 'slug' | 'name'>,
  document: Omit<PushedDocument, 'vendorSlug'>,
): Promise<string> {
  return await inTransaction(async (tx) => {
    await writeVendor(tx, { ...vendor, websiteUrl: null, category: null, sources: [] }, document.actor)
    return await writeDocument(tx, { ...document, vendorSlug: vendor.slug })
  })
}

/** What it lists now, and then the whole history. */
async function read(
  tx: Transaction,
  vendorSlug: string,
  sourceId: number | null,
  platform: string,
  { backfill, actor, trigger = 'admin' }: AddOptions,
): Promise<string> {
  const which = sourceId === null ? { vendorSlug } : { vendorSlug, sourceId }
  const request = { ...which, dryRun: false, trigger, actor } as const
  const [run = ''] = await writeRequest(tx, { ...request, mode: 'poll' })
  if (backfill && findPlatform(platform)?.hasHistory === true) await writeRequest(tx, { ...request, mode: 'backfill' })
  return run
}
