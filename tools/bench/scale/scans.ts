import { withClient } from '#bin/database.ts'

/** Ten years bring more rows to these. Vendors, and what belongs to one each, are as many as the site's admin decides. */
export const GROWING = [
  'incidents',
  'incident_updates',
  'incident_components',
  'incident_words',
  'revisions',
  'mentions',
  'runs',
  'documents',
]

/** What the server has counted since the database was made. */
export interface Scans {
  /** How often each growing table was read from beginning to end. */
  sequential: Record<string, number>
  /** How many files a sort or a join has written because it did not fit into memory. */
  spills: number
}

/** A connection reports what it did when it ends, so the site must have been stopped. */
export async function readScans(url: string): Promise<Scans> {
  return await withClient(url, async (client) => {
    const { rows } = await client.query<{ table: string; count: number }>(
      'select relname as table, seq_scan::int as count from pg_stat_user_tables where relname = any($1) order by 1',
      [GROWING],
    )
    const { rows: spilled } = await client.query<{ spills: number }>(
      'select temp_files::int as spills from pg_stat_database where datname = current_database()',
    )
    return {
      sequential: Object.fromEntries(rows.map(({ table, count }) => [table, count])),
      spills: spilled[0]?.spills ?? 0,
    }
  })
}

/** What happened between two reads, in words; nothing where no growing table was scanned and nothing spilled. */
export function describeScans(before: Scans, after: Scans): string[] {
  const scanned = Object.entries(after.sequential).flatMap(([table, count]) => {
    const more = count - (before.sequential[table] ?? 0)
    return more > 0 ? [`${table} was read from beginning to end ${more} times`] : []
  })
  const spills = after.spills - before.spills
  return spills > 0 ? [...scanned, `${spills} sorts or joins were written to files`] : scanned
}
