import { findPlatform } from '#lib/ingest/platforms.ts'
import { requestIngest } from './runs.ts'
import { createVendor, type NewVendor } from './vendors.ts'

/**
 * Adds a vendor with one source and has it read: what it lists now, and then, with `backfill`, the whole history where its
 * platform offers one. Returns the id of the first run. Throws as `createVendor`.
 */
export async function addVendorAndRead(
  { platform, url, ...vendor }: Omit<NewVendor, 'sources'> & { platform: string; url: string },
  { backfill, actor }: { backfill: boolean; actor: string },
): Promise<string> {
  await createVendor({ ...vendor, sources: [{ platform, url }] }, actor)
  const request = { vendorSlug: vendor.slug, dryRun: false, trigger: 'admin', actor } as const
  const [run = ''] = await requestIngest({ ...request, mode: 'poll' })
  if (backfill && findPlatform(platform)?.hasHistory === true) await requestIngest({ ...request, mode: 'backfill' })
  return run
}
