import pg from 'pg'

/**
 * Adds a vendor with the requested number of incidents, an hour apart, the newest on 1 May 2026, each with the requested number
 * of updates of the requested length.
 */
export async function addLongHistory(
  databaseUrl: string,
  { slug, incidents, updates, characters }: { slug: string; incidents: number; updates: number; characters: number },
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(
      `WITH vendor AS (INSERT INTO vendors (key, slug, name) VALUES ($1, $1, initcap($1)) RETURNING id),
       source AS (
         INSERT INTO sources (vendor_id, key, platform, is_primary) SELECT id, 'long', 'statuspage', true FROM vendor
         RETURNING id, vendor_id),
       added AS (
         INSERT INTO incidents (vendor_id, source_id, external_id, public_id, title, source_kind, source_impact, content_hash,
           observed_at, source_sha256, derived_basis, kind, impact, status, started_at, ended_at, basis, sort_at, first_seen_at,
           update_count)
         SELECT vendor_id, id, 'n' || n, $1 || '-' || lpad(n::text, 6, '0'), 'Incident number ' || n, 'incident', 'minor', '',
           began, '', 'reported', 'incident', 'minor', 'resolved', began, began + interval '30 minutes', 'reported', began,
           began, $3::int
         FROM source, generate_series(1, $2::int) n,
           LATERAL (SELECT timestamptz '2026-05-01T00:00Z' - n * interval '1 hour' AS began) b
         RETURNING id, started_at)
       INSERT INTO incident_updates (incident_id, external_id, status, posted_at, body, position, observed_at, source_sha256,
         first_seen_at)
       SELECT id, 'u' || u, 'investigating', started_at + u * interval '1 minute',
         left(repeat('We continue to look into elevated error rates, number ' || id || ' for part ' || u || '. ',
           $4::int / 50 + 1), $4::int),
         u, started_at, '', started_at
       FROM added, generate_series(1, $3::int) u`,
      [slug, incidents, updates, characters],
    )
    await client.query('ANALYZE')
  } finally {
    await client.end()
  }
}
