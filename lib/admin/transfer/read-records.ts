import { InvalidInputError } from '#lib/domain/errors.ts'
import { type Counts, checkCounts, readHead, readLine } from './format.ts'
import { FORMER_READ, readRow } from './format-1.ts'
import { type Line, readLines } from './read-lines.ts'
import type { RecordType } from './record-type.ts'
import { RECORD_TYPE_BY_NAME } from './records.ts'
import type { ReadRecord } from './store-records.ts'

/** Records of one type that stand together in a file. */
export interface ReadBatch {
  type: RecordType
  records: ReadRecord[]
}

const RECORDS_AT_ONCE = 1_000
const CHARACTERS_AT_ONCE = 2_000_000

/**
 * The records of an export, of either format, a few at a time. Throws InvalidInputError naming the line that is none, and where a
 * file of format 2 does not end as it says.
 */
export async function* readBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ReadBatch> {
  let batch: ReadBatch | undefined
  let size = 0
  for await (const { type, record, length } of readRecords(readLines(chunks))) {
    if (
      batch !== undefined &&
      (batch.type !== type || batch.records.length === RECORDS_AT_ONCE || size > CHARACTERS_AT_ONCE)
    ) {
      yield batch
      batch = undefined
    }
    batch ??= { type, records: [] }
    if (batch.records.length === 0) size = 0
    batch.records.push(record)
    size += length
  }
  if (batch !== undefined) yield batch
}

interface Read {
  type: RecordType
  record: ReadRecord
  length: number
}

async function* readRecords(lines: AsyncIterable<Line>): AsyncGenerator<Read> {
  const counts: Counts = {}
  let version: 1 | 2 | undefined
  let last = 0
  let isEnded = false
  for await (const { number, text } of lines) {
    last = number
    if (version === undefined) {
      version = readHead(text)
      continue
    }
    if (isEnded) throw new InvalidInputError(`Line ${number} comes after the end of the export.`)
    const read = version === 1 ? readRow(text, number) : readLine(text)
    if (read === null) {
      if (version === 1) continue
      throw new InvalidInputError(
        `Line ${number} is not a record of an export. The file is truncated there or damaged.`,
      )
    }
    if (read.type === 'end' && version === 2) {
      checkCounts(read.value, counts, number)
      isEnded = true
      continue
    }
    const type = version === 1 && read.type === FORMER_READ.name ? FORMER_READ : RECORD_TYPE_BY_NAME.get(read.type)
    if (type === undefined) {
      throw new InvalidInputError(
        `Line ${number} is a record of the type "${read.type}", which is not part of an export.`,
      )
    }
    counts[type.name] = (counts[type.name] ?? 0) + 1
    yield { type, record: { number, value: read.value }, length: text.length }
  }
  if (version === undefined) throw new InvalidInputError('The file is empty.')
  if (version === 2 && !isEnded) {
    throw new InvalidInputError(
      `The file is truncated: line ${last} is the last one, and the line that counts the records is missing.`,
    )
  }
}
