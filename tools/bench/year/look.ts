import { pool } from '#lib/database/client.ts'

export interface TableAt {
  table: string
  rows: number
  /** Of rows that were replaced or deleted, and whose place is not yet free. */
  dead: number
  megabytes: number
  indexMegabytes: number
}

/** Tables that hold the history itself, or of each change what it was: all others ought to be as large after a year as before. */
export const HISTORY = new Set([
  ...['incidents', 'incident_updates', 'incident_components', 'incident_keys', 'incident_words', 'incident_aliases'],
  ...['revisions', 'mentions', 'documents', 'observations', 'coverage', 'runs', 'components'],
])

/**
 * All tables of the product and its queue, partitions with the table that they belong to, the largest first. Rows are counted:
 * what the server's statistics say of them may be seconds old.
 */
export async function listTables(): Promise<TableAt[]> {
  const { rows } = await pool().query<TableAt>(
    `with root as (
       select c.oid, coalesce(pg_partition_root(c.oid), c.oid)::regclass::text as name from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'pgboss') and c.relkind = 'r'
     )
     select name as "table", sum(counted.rows)::float8 as rows, sum(coalesce(s.n_dead_tup, 0))::float8 as dead,
       sum(pg_total_relation_size(root.oid) / 1e6)::float8 as megabytes, sum(pg_indexes_size(root.oid) / 1e6)::float8 as "indexMegabytes"
     from root left join pg_stat_user_tables s on s.relid = root.oid
       cross join lateral (
         select (xpath('/row/count/text()', query_to_xml('select count(*) from ' || root.oid::regclass, false, true, '')))[1]::text::int as rows
       ) counted
     group by 1 order by 4 desc`,
  )
  return rows
}

/** Connections to the database by whose they are. */
export async function countConnections(): Promise<Record<string, number>> {
  const { rows } = await pool().query<{ name: string; count: number }>(
    `select application_name as name, count(*)::int as count from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend' group by 1 order by 1`,
  )
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

/**
 * Does what the server's autovacuum does once a minute by its own rule: a simulated day is over before that minute. Returns how
 * many tables there were.
 */
export async function vacuumAsDue(): Promise<number> {
  const { rows } = await pool().query<{ name: string }>(
    `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
     where n_dead_tup > 50 + 0.2 * n_live_tup or n_mod_since_analyze > 50 + 0.1 * n_live_tup
       or n_ins_since_vacuum > 1000 + 0.2 * n_live_tup`,
  )
  for (const { name } of rows) await pool().query(`vacuum (analyze) ${name}`)
  return rows.length
}
