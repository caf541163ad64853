import { arrayLiteral } from '#lib/database/bulk-write.ts'
import { copyRows } from '#lib/database/copy-rows.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { type Field, fieldsOf, type RecordType } from './record-type.ts'

/** A record and the line that it stands on. */
export interface ReadRecord {
  number: number
  value: Record<string, unknown>
}

/** Invalid data, and data that contradict a constraint: what a file can be blamed for. */
const DATA_ERRORS = /^2[23]/

/**
 * Adds records of one type by COPY; a field that a record lacks gets its column's default.
 * Throws InvalidInputError naming the line that the database does not take.
 */
export async function storeRecords(tx: Transaction, type: RecordType, records: ReadRecord[]): Promise<void> {
  const fields = fieldsOf(type)
  for (const record of records) checkFields(type, fields, record)
  for (const alike of Map.groupBy(records, ({ value }) => Object.keys(value).join()).values()) {
    await copyAlike(tx, type, fields, alike)
  }
}

/** Of records with the same fields. When together they are refused, one by one they tell which line it is. */
async function copyAlike(
  tx: Transaction,
  type: RecordType,
  fields: Map<string, Field>,
  records: ReadRecord[],
): Promise<void> {
  const present = [...fields].filter(([name]) => name in (records[0]?.value ?? {}))
  const columns = present.map(([name, { column, kind }]) => ({
    name: column,
    type: '',
    value: ({ value }: ReadRecord) => toColumn(value[name], kind),
  }))
  await tx.query<never>('savepoint records')
  try {
    await copyRows(tx, type.table, columns, records)
    await tx.query<never>('release savepoint records')
  } catch (error) {
    if (!DATA_ERRORS.test((error as { code?: string }).code ?? '')) throw error
    const [first] = records
    if (first !== undefined && records.length === 1) throw refuse(type, fields, first, error as RefusedRow)
    await tx.query<never>('rollback to savepoint records')
    for (const record of records) await copyAlike(tx, type, fields, [record])
  }
}

function checkFields(type: RecordType, fields: Map<string, Field>, { number, value }: ReadRecord): void {
  for (const [name, given] of Object.entries(value)) {
    const field = fields.get(name)
    if (field === undefined) {
      throw new InvalidInputError(
        `Line ${number}: a record of the type ${type.name} has no field "${name}" here. If a later release wrote the file, update this site first.`,
      )
    }
    if (given !== null && !isOfKind(given, field)) {
      throw new InvalidInputError(
        `Line ${number}: the field "${name}" of a ${type.name} has a value that no export contains.`,
      )
    }
  }
}

function isOfKind(given: unknown, { kind }: Field): boolean {
  if (kind === 'json' || kind === 'value') return true
  if (kind === 'bytes') return typeof given === 'string'
  if (kind === 'time') return typeof given === 'string' && INSTANT.test(given)
  if (kind !== 'list') return typeof given !== 'object'
  return Array.isArray(given) && given.every((item) => typeof item === 'string' || typeof item === 'number')
}

/** As Postgres writes it into JSON; it would read "yesterday" too. */
const INSTANT = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)( BC)?$/

/** As COPY's text format wants it. */
function toColumn(given: unknown, kind: Field['kind']): unknown {
  if (kind === 'later') return null
  if (kind === 'value') return JSON.stringify(given)
  if (given === null) return null
  if (kind === 'json') return JSON.stringify(given)
  if (kind === 'list') return arrayLiteral((given as unknown[]).map(String))
  if (kind === 'bytes') return `\\x${Buffer.from(given as string, 'base64').toString('hex')}`
  return given
}

/** What Postgres says of a row that it does not take. */
interface RefusedRow extends Error {
  code?: string
  detail?: string
  column?: string
}

function refuse(
  type: RecordType,
  fields: Map<string, Field>,
  { number }: ReadRecord,
  error: RefusedRow,
): InvalidInputError {
  const lacking =
    error.code === '23502' ? [...fields].find(([, { column }]) => column === error.column)?.[0] : undefined
  const reason = lacking === undefined ? (error.detail ?? error.message) : `it lacks the field "${lacking}"`
  return new InvalidInputError(`Line ${number} is not a valid ${type.name}: ${reason.replace(/\.$/, '')}.`)
}
