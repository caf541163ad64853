import { InvalidInputError } from '#lib/domain/errors.ts'

/**
 * An export is lines of JSON in UTF-8:
 *
 *     {"format":"outage-history-export/2","exportedAt":"2026-11-28T06:30:00.000Z"}
 *     {"vendor":{"id":1,"slug":"acme","name":"Acme",…}}
 *     …
 *     {"end":{"vendor":1,…}}
 *
 * After the head, each line is one record under the name of its type (records.ts lists them), in an order in which nothing comes before
 * what it points at. The end counts the records by type: a file without it is cut. A field that a record lacks has its default.
 * Format 1 had rows of tables in place of records, and no end; format-1.ts reads it.
 */
const FORMAT = 'outage-history-export/'
const VERSION = 2

/** Number of records by type. */
export type Counts = Record<string, number>

export function formatHead(now: Date): string {
  return JSON.stringify({ format: `${FORMAT}${VERSION}`, exportedAt: now.toISOString() })
}

export function formatEnd(counts: Counts): string {
  return JSON.stringify({ end: counts })
}

/** The version of the format that a file's first line names. Throws InvalidInputError for one that is not read here. */
export function readHead(line: string): 1 | 2 {
  const { format } = (parseObject(line) ?? {}) as { format?: unknown }
  const version =
    typeof format === 'string' && format.startsWith(FORMAT) ? Number(format.slice(FORMAT.length)) : Number.NaN
  if (version === 1 || version === 2) return version
  if (version > VERSION) {
    throw new InvalidInputError(
      `A later release wrote this export: line 1 says format ${version}, and this site reads formats up to ${VERSION}. Update this site first.`,
    )
  }
  throw new InvalidInputError(`Line 1 is not the header of an export: {"format":"${FORMAT}${VERSION}"} is missing.`)
}

/** What one line says: a record, or the counts of the end. Null when it is neither. */
export function readLine(line: string): { type: string; value: Record<string, unknown> } | null {
  const entries = Object.entries(parseObject(line) ?? {})
  const [type, value] = entries[0] ?? []
  return entries.length === 1 && type !== undefined && isObject(value) ? { type, value } : null
}

/** Throws InvalidInputError where the end counts other records than were read. */
export function checkCounts(said: Record<string, unknown>, read: Counts, lineNumber: number): void {
  for (const type of new Set([...Object.keys(said), ...Object.keys(read)])) {
    const count = read[type] ?? 0
    if (said[type] === count || (said[type] === undefined && count === 0)) continue
    throw new InvalidInputError(
      `Line ${lineNumber} counts ${said[type] ?? 0} records of the type ${type}, and the file has ${count}: lines are missing or repeated.`,
    )
  }
}

/** Null for what is no JSON or no object. */
export function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
