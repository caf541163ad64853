import type { Platform } from '#lib/adapters/adapter.ts'
import { pool } from '#lib/database/client.ts'

/** Each source has a host of its own on this machine. */
export function hostOf(source: number): string {
  return `127.0.${1 + Math.floor(source / 250)}.${1 + (source % 250)}`
}

export function sourceOf(host: string): number {
  const [, , block, place] = host.split('.').map(Number)
  return ((block ?? 1) - 1) * 250 + (place ?? 1) - 1
}

/** Vendors with one source each, of these platforms, at this port of their hosts. None is due until the bench says so. */
export async function addSources(platforms: Platform[], port: string, intervalSeconds: number): Promise<void> {
  await pool().query(
    `with given as (
       select * from unnest($1::text[], $2::text[]) with ordinality as g(platform, url, n)
     ), v as (
       insert into vendors (key, slug, name) select 'v' || n, 'v' || n, 'Vendor ' || n from given returning id, key
     )
     insert into sources (vendor_id, key, platform, url, is_primary, poll_interval_seconds, next_due_at)
     select v.id, g.platform, g.platform, g.url, true, $3, 'infinity' from v join given g on v.key = 'v' || g.n order by g.n`,
    [platforms, platforms.map((_, index) => `http://${hostOf(index)}:${port}`), intervalSeconds],
  )
}
