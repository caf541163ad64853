import type { Transaction } from '#lib/database/transaction.ts'
import { fieldsOf, type RecordType } from './record-type.ts'
import { RECORD_TYPES } from './records.ts'
import type { ReadRecord } from './store-records.ts'

/** References to records of the same type: kept beside until all of them are there. */
export async function makeLaterTable(tx: Transaction): Promise<void> {
  await tx.query<never>('create temp table later_references (type text, id bigint, points_at bigint) on commit drop')
}

export async function noteLater(tx: Transaction, type: RecordType, records: ReadRecord[]): Promise<void> {
  for (const [name] of laterFields(type)) {
    const pointing = records.filter(({ value }) => typeof value[name] === 'number')
    if (pointing.length === 0) continue
    await tx.query<never>('insert into later_references select $1, unnest($2::bigint[]), unnest($3::bigint[])', [
      type.name,
      pointing.map(({ value }) => value.id),
      pointing.map(({ value }) => value[name]),
    ])
  }
}

export async function linkLater(tx: Transaction): Promise<void> {
  for (const type of RECORD_TYPES) {
    for (const [, { column }] of laterFields(type)) {
      await tx.query<never>(
        `update ${type.table} t set ${column} = r.points_at from later_references r where r.type = $1 and r.id = t.id`,
        [type.name],
      )
    }
  }
}

function laterFields(type: RecordType) {
  return [...fieldsOf(type)].filter(([, { kind }]) => kind === 'later')
}
