import { onlyRow, pool } from './client.ts'

/** The tables that grow over time, and the column that holds a row's age. */
const AGES: Record<string, string> = {
  runs: 'created_at',
  run_items: 'created_at',
  batches: 'created_at',
  observations: 'first_observed_at',
  documents: 'stored_at',
  revisions: 'seen_at',
  audit_entries: 'at',
  sessions: 'created_at',
  hosts: 'last_request_at',
  'pgboss.job': 'created_on',
}

export interface TableSize {
  table: string
  rows: number
  /** Including indexes and TOAST. */
  bytes: number
  /** Null for a table without rows. */
  oldestAt: Date | null
}

/** The sizes of the tables that grow over time, and how far back each goes. */
export async function listTableSizes(): Promise<TableSize[]> {
  const sizes: TableSize[] = []
  for (const [table, column] of Object.entries(AGES)) {
    const { rows: found } = await pool().query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [
      table,
    ])
    if (!found[0]?.exists) continue
    // An item is as old as its run.
    const from = table === 'run_items' ? 'run_items join runs on runs.id = run_items.run_id' : table
    const { rows } = await pool().query<Omit<TableSize, 'table'>>(
      `select count(*)::float8 as rows, min(${column}) as "oldestAt", (
         -- A table in partitions has no size of its own.
         select greatest(pg_total_relation_size($1::regclass), sum(pg_total_relation_size(relid)))::float8 from pg_partition_tree($1::regclass)
       ) as bytes from ${from}`,
      [table],
    )
    sizes.push({ table, ...onlyRow(rows) })
  }
  return sizes
}
