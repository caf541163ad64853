import { once } from 'node:events'
import { writeAudit } from '#lib/admin/audit.ts'
import { notifyChange } from '#lib/database/change.ts'
import { withConnection } from '#lib/database/client.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { UNNAMED_ADMIN } from '#lib/domain/access.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { METHOD_VERSION } from '#lib/domain/method.ts'
import { advanceSerials, derive } from './derive.ts'
import type { Counts } from './format.ts'
import { FORMER_READ } from './format-1.ts'
import { makeFormerReadTable, storeFormerReads } from './former-reads.ts'
import { linkLater, makeLaterTable, noteLater } from './later.ts'
import { makeRoom, makeRoomInLog, type Patience } from './make-room.ts'
import { readBatches } from './read-records.ts'
import { linkRuleTargets, makeRuleTargetTable } from './rule-targets.ts'
import { StoppedError } from './stopped.ts'
import { storeRecords } from './store-records.ts'

const LOG_TYPE = 'auditEntry'

export interface ImportOptions extends Patience {
  /** Deletes all present vendors with everything that belongs to them, and the audit log. */
  replace: boolean
  /** The name of the export in the audit log. */
  name: string
}

/**
 * Imports an export into a database without vendors, or with `replace` in place of its contents: all of it or nothing,
 * in one transaction. A running site shows the former contents, then the new ones, never a part of either; nobody else
 * can write until then. Holds only a few records in memory. Returns the number of records by type. Throws ConflictError
 * as `makeRoom` does, InvalidInputError naming the line that cannot be read or stored.
 */
export async function importRecords(chunks: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<Counts> {
  const { signal } = options
  signal?.throwIfAborted()
  return await withConnection(async (connection) => {
    // Lets the server notice a closed connection during a statement, where the platform supports it.
    await connection.query<never>("set client_connection_check_interval = '500ms'").catch(() => {})
    try {
      await connection.query<never>(
        'begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0',
      )
      const counts = await orStopped(store(connection, chunks, options), signal)
      await connection.query<never>('commit; reset client_connection_check_interval')
      return counts
    } catch (error) {
      // If a statement is running or the connection is lost, the server rolls back by itself.
      if (error instanceof StoppedError) connection.discard()
      else await connection.query<never>('rollback; reset client_connection_check_interval').catch(connection.discard)
      throw error
    }
  })
}

/** Does not wait for the work after it was told to stop: it may be waiting itself, for a lock or for the file. */
async function orStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work
  const stopped = once(signal, 'abort').then(() => {
    throw new StoppedError('The import was stopped; nothing was changed.')
  })
  return await Promise.race([work, stopped])
}

async function store(tx: Transaction, chunks: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<Counts> {
  const { replace, name, tell = () => {} } = options
  await makeRoom(tx, replace, options)
  await makeLaterTable(tx)
  await makeFormerReadTable(tx)
  await makeRuleTargetTable(tx)
  const counts: Counts = {}
  let total = 0
  let isLogOpen = false
  // Sign-ins write to the audit log, so it is locked last and for as short as possible.
  const openLog = async () => {
    await linkLater(tx)
    await storeFormerReads(tx)
    await linkRuleTargets(tx)
    await hideAddresses(tx)
    await derive(tx, tell)
    // Format 1 was derived by the first version of the method: a worker derives it again.
    if (FORMER_READ.name in counts) await askForMethod(tx)
    await makeRoomInLog(tx)
    isLogOpen = true
  }
  for await (const { type, records } of readBatches(chunks)) {
    if (type.name === LOG_TYPE && !isLogOpen) await openLog()
    if (type.name !== LOG_TYPE && isLogOpen) {
      throw new InvalidInputError(
        `Line ${records[0]?.number} comes after the audit log, which is the last part of an export.`,
      )
    }
    await storeRecords(tx, type, records)
    await noteLater(tx, type, records)
    counts[type.name] = (counts[type.name] ?? 0) + records.length
    total += records.length
    tell(`${total.toLocaleString('en')} records`)
  }
  if (!isLogOpen) await openLog()
  await advanceSerials(tx)
  // A plain import writes no entry, so that the database equals the exported one.
  if (replace) await writeAudit(tx, { actor: 'cli', action: 'data.replace', subject: name, detail: { records: total } })
  await notifyChange(tx, null)
  return counts
}

/** Exports of earlier releases sign corrections with e-mail addresses, which are not published any more. */
async function hideAddresses(tx: Transaction): Promise<void> {
  await tx.query<never>(
    `update corrections set author = case when position('@' in author) > 0 then $1 else author end,
       revoked_by = case when position('@' in revoked_by) > 0 then $1 else revoked_by end
     where position('@' in concat(author, revoked_by)) > 0`,
    [UNNAMED_ADMIN],
  )
}

async function askForMethod(tx: Transaction): Promise<void> {
  await tx.query<never>(
    `insert into method_versions (version, applied_at) values ($1, null) on conflict (version) do update set applied_at = null`,
    [METHOD_VERSION],
  )
}
