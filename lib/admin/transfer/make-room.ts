import { setTimeout as sleep } from 'node:timers/promises'
import { announceImport } from '#lib/database/import-lock.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { ConflictError } from '#lib/domain/errors.ts'
import { RECORD_TYPES } from './records.ts'

/** The audit log is locked only while it is written, since sign-ins write to it. */
const LOG = 'audit_entries'
const LOCK_WITHIN_SECONDS = 30
const LOOK_AGAIN_MS = 250
/** Below Postgres's `deadlock_timeout` of a second. */
const LET_GO_AFTER_MS = 500
/** lock_not_available, deadlock_detected. */
const HELD_UP = ['55P03', '40P01']

export interface Patience {
  /** How long running runs may take to end. */
  runsWithinMs?: number
  /** Called with what is being waited for. */
  tell?: (what: string) => void
  signal?: AbortSignal
}

/**
 * Locks out every other writer until the end of the transaction, and on request deletes the present contents. Readers
 * continue and see the former contents until then. Throws ConflictError when there are vendors, another import, runs
 * that do not end in time, or a writer that takes too long.
 */
export async function makeRoom(tx: Transaction, replace: boolean, patience: Patience): Promise<void> {
  if (!(await announceImport(tx))) throw new ConflictError('Another import is in progress. Wait until it ends.')
  await awaitRuns(tx, patience)
  const kept = RECORD_TYPES.filter(({ source }) => source === undefined)
  const tables = [...new Set(kept.map(({ table }) => table))].filter((table) => table !== LOG)
  await lock(tx, [...tables, 'words_due', 'incident_words'])
  if (replace) {
    // Children first: cascades look for each child row by row.
    for (const table of ['incident_words', 'words_due', ...tables.reverse()]) {
      patience.tell?.(`removing old rows: ${table}`)
      await tx.query<never>(`delete from ${table}`)
    }
    return
  }
  const { rowCount } = await tx.query<never>('select from vendors limit 1')
  if (rowCount !== 0) {
    throw new ConflictError(
      'The database already contains vendors. Import into an empty database, or add --replace to remove them first.',
    )
  }
}

/** The exported audit log replaces the present one. */
export async function makeRoomInLog(tx: Transaction): Promise<void> {
  await lock(tx, [LOG])
  await tx.query<never>(`delete from ${LOG}`)
}

/** Workers lease no runs while an import is announced. */
async function awaitRuns(tx: Transaction, { runsWithinMs = 60_000, tell = () => {}, signal }: Patience): Promise<void> {
  for (const deadline = Date.now() + runsWithinMs; ; ) {
    const { rows } = await tx.query<{ name: string }>(
      `select v.slug || ' ' || s.key || ' (' || r.mode || ')' as name
       from runs r join sources s on s.id = r.source_id join vendors v on v.id = r.vendor_id
       where r.state = 'running' and r.lease_until > clock_timestamp() order by r.started_at`,
    )
    if (rows.length === 0) return
    const names = rows.map(({ name }) => name).join(', ')
    if (Date.now() > deadline) {
      throw new ConflictError(
        `Nothing was changed. These runs are in progress and did not end within ${runsWithinMs / 1000} s: ${names}. Try again later, cancel the runs, or stop the worker first.`,
      )
    }
    tell(`waiting for runs in progress: ${names}`)
    await sleep(LOOK_AGAIN_MS, undefined, { signal })
  }
}

/**
 * Lets others read, and nobody select rows for an update: who held such a row and then wrote would wait for this transaction,
 * and this one for that row. A wait that is shorter than Postgres takes to look for deadlocks, and then letting go of all, makes
 * room for a writer that needs a table that this transaction has already.
 */
async function lock(tx: Transaction, tables: string[]): Promise<void> {
  const deadline = Date.now() + LOCK_WITHIN_SECONDS * 1_000
  await tx.query<never>(`set local lock_timeout = '${LET_GO_AFTER_MS}ms'`)
  for (;;) {
    await tx.query<never>('savepoint locks')
    try {
      await tx.query<never>(`lock table ${tables.join(', ')} in exclusive mode`)
      await tx.query<never>('release savepoint locks; set local lock_timeout = 0')
      return
    } catch (error) {
      if (!HELD_UP.includes((error as { code?: string }).code ?? '')) throw error
      await tx.query<never>('rollback to savepoint locks')
    }
    if (Date.now() > deadline) {
      throw new ConflictError(
        `Nothing was changed. Another process has been writing to the database for more than ${LOCK_WITHIN_SECONDS} s. Try again later, or stop the worker first.`,
      )
    }
    await sleep(LOOK_AGAIN_MS * Math.random())
  }
}
