import { ADAPTERS, getAdapter } from '#lib/adapters/registry.ts'

/** What is known of a platform without reading anything; null for one that cannot be read. */
export function findPlatform(platform: string): { name: string; hasAddress: boolean; hasHistory: boolean } | null {
  const adapter = getAdapter(platform)
  return adapter && { name: adapter.name, hasAddress: adapter.poll !== null, hasHistory: adapter.backfill !== null }
}

/** All platforms by name, those that can be read from an address first. */
export function listPlatforms(): { platform: string; name: string; hasAddress: boolean }[] {
  return ADAPTERS.map(({ platform, name, poll }) => ({ platform, name, hasAddress: poll !== null })).sort(
    (a, b) => Number(b.hasAddress) - Number(a.hasAddress) || a.name.localeCompare(b.name, 'en'),
  )
}
