import { InvalidInputError } from '#lib/domain/errors.ts'
import { parseObject } from './format.ts'
import { type RecordType, time } from './record-type.ts'

/**
 * Lines of format 1 were rows of tables as they were named in November 2026: {"table":"vendors","row":{"id":1,"website_url":null,…}}.
 * The names here are frozen; what a table or column is called today is the matter of records.ts.
 */
interface Table {
  /** The type of record that its rows are now; null for what an import works out anew. */
  type: string | null
  /** Columns whose field is not their name in camel case. */
  renamed?: Record<string, string>
}

/** A document was read at one time. Kept in a temporary table until all of them are there: reads in a row are one observation. */
export const FORMER_READ: RecordType = {
  name: 'formerRead',
  table: 'former_reads',
  order: '',
  fields: {
    sourceId: 'source_id',
    documentId: 'document_id',
    saidAt: time('said_at'),
    readAt: time('read_at'),
    verdict: 'verdict',
  },
}

const OBSERVED = { said_at: 'observedAt', said_by: 'sourceSha256' }

const TABLES: Record<string, Table> = {
  vendors: { type: 'vendor' },
  vendor_aliases: { type: 'vendorAlias' },
  sources: { type: 'source' },
  moves: { type: 'move', renamed: { apart: 'notDuplicates' } },
  validators: { type: 'validator' },
  documents: { type: 'document', renamed: { said_at: 'observedAt', extent: 'completeness', gist: 'summary' } },
  readings: { type: FORMER_READ.name },
  incidents: { type: 'incident', renamed: { ...OBSERVED, standing: 'dedupStatus', twin_id: 'duplicateOfId' } },
  incident_aliases: { type: 'incidentAlias' },
  incident_keys: { type: 'incidentKey' },
  incident_updates: { type: 'update', renamed: OBSERVED },
  components: { type: 'component' },
  incident_components: { type: 'affectedComponent' },
  revisions: { type: 'revision', renamed: OBSERVED },
  corrections: { type: 'correction' },
  mentions: { type: 'mention' },
  runs: { type: 'run' },
  batches: { type: 'batch' },
  batch_runs: { type: 'batchRun' },
  run_items: { type: 'quarantinedItem' },
  backfill_pages: { type: 'backfillPage' },
  vendor_months: { type: null },
  coverage: { type: 'coverage', renamed: { covered_from: 'from', covered_to: 'to' } },
  audit_entries: { type: 'auditEntry' },
}

/**
 * The record of format 2 that a line of format 1 is; null for what an import works out anew. Throws InvalidInputError for a line
 * that is none.
 */
export function readRow(line: string, number: number): { type: string; value: Record<string, unknown> } | null {
  const { table, row } = parseObject(line) ?? {}
  if (typeof table !== 'string' || typeof row !== 'object' || row === null) {
    throw new InvalidInputError(`Line ${number} is not a row of an export of format 1.`)
  }
  const known = Object.hasOwn(TABLES, table) ? TABLES[table] : undefined
  if (known === undefined) {
    throw new InvalidInputError(
      `Line ${number} is a row of the table "${table}", which is not part of an export of format 1.`,
    )
  }
  const { type, renamed = {} } = known
  if (type === null) return null
  const fields = Object.entries(row).map(([column, value]) => [renamed[column] ?? toCamelCase(column), value])
  const value = Object.fromEntries(fields)
  // Bytes were hexadecimal, as Postgres writes them: "\x1f8b…".
  if (typeof value.body === 'string' && table === 'documents')
    value.body = Buffer.from(value.body.slice(2), 'hex').toString('base64')
  return { type, value }
}

/** "first_seen_at" → "firstSeenAt" */
function toCamelCase(column: string): string {
  return column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}
