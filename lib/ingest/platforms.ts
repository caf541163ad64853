import { getAdapter } from '#lib/adapters/registry.ts'

/** What may be known of a platform without reading anything; null for one that cannot be read. */
export function findPlatform(platform: string): { name: string; hasAddress: boolean } | null {
  const adapter = getAdapter(platform)
  return adapter && { name: adapter.name, hasAddress: adapter.poll !== null }
}
