import { setTimeout as sleep } from 'node:timers/promises'
import { BusyError } from '#lib/database/database-errors.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'

/** How long a page waits for the trials of others. */
const PATIENCE_MS = 5_000
const LOOK_AGAIN_MS = 100

/** Whether this process is at one: those who wait do not even ask the database. */
let isTrying = false

/**
 * What a deed would come to: everything is done, told and taken back. While it lasts, nothing can be written of what it touches,
 * and any viewer may ask for it by loading a page. So on the whole site one is tried at a time, whoever waits for it holds no
 * connection, and it gives way to what is being written. Throws a BusyError when it gets no turn.
 */
export async function dryRun<T>(operation: (tx: Transaction) => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const tried = await tryNow(operation)
    if (tried !== null) return tried.result
    if (Date.now() > deadline) throw new BusyError('Another deed is being tried.')
    await sleep(LOOK_AGAIN_MS)
  }
}

/** Null while another one is being tried, here or by another instance. */
async function tryNow<T>(operation: (tx: Transaction) => Promise<T>): Promise<{ result: T } | null> {
  if (isTrying) return null
  isTrying = true
  try {
    return await inTransaction(
      async (tx) => {
        const { rows } = await tx.query<{ taken: boolean }>(
          "select pg_try_advisory_xact_lock(hashtext('dry run')) as taken",
        )
        if (!rows[0]?.taken) return null
        await tx.query<never>("set local lock_timeout = '2s'; set local statement_timeout = '10s'")
        return { result: await operation(tx) }
      },
      { dryRun: true },
    )
  } finally {
    isTrying = false
  }
}
