import { setTimeout as sleep } from 'node:timers/promises'
import { notifyChange } from '#lib/database/change.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction, LOCKS, lockSource, type Transaction } from '#lib/database/transaction.ts'
import { METHOD_VERSION } from '#lib/domain/method.ts'
import { headlineFigures } from '#lib/incidents/figures.ts'
import { recomputeIncidents } from '#lib/incidents/recompute-incident.ts'
import { log } from '#lib/log.ts'
import { requestRun } from '#lib/runs/run.ts'
import { getSource } from '#lib/sources/source.ts'
import { executeRun } from './execute-run.ts'
import { runHandlers } from './run-handlers.ts'

const WINDOWS = ['24m', 'all'] as const
const BUSY_TRIES = 60
const BUSY_PAUSE_MS = 2_000

/**
 * Stores the headline figures of every vendor by the former version's rules, once, before anything is derived by the
 * new ones. A database without incidents has nothing to restate and is marked as up to date. Returns how many vendors
 * there were.
 */
export async function beginMethod(now: Date): Promise<number> {
  return await inTransaction(async (tx) => {
    await tx.query<never>("set local statement_timeout = '600s'; set local lock_timeout = '600s'")
    await tx.query<never>('select pg_advisory_xact_lock($1)', [LOCKS.method])
    const { rowCount } = await tx.query<never>('select from method_versions where version = $1', [METHOD_VERSION])
    if (rowCount !== 0) return 0
    const { rows } = await tx.query<{ id: number }>(
      'select id from vendors v where exists (select from incidents where vendor_id = v.id) order by id',
    )
    for (const { id } of rows) await storeBefore(tx, id, now)
    await tx.query<never>('insert into method_versions (version, applied_at) values ($1, $2)', [
      METHOD_VERSION,
      rows.length === 0 ? now : null,
    ])
    return rows.length
  })
}

async function storeBefore(tx: Transaction, vendorId: number, asOf: Date): Promise<void> {
  for (const window of WINDOWS) {
    const before = await headlineFigures(tx, vendorId, asOf, { window, version: 1 })
    await tx.query<never>(
      'insert into restatements (vendor_id, version, window_text, as_of, before) values ($1, $2, $3, $4, $5)',
      [vendorId, METHOD_VERSION, window, asOf, before],
    )
  }
}

/**
 * Derives every stored incident by the new rules, replays the stored documents with the current adapters, and stores
 * the resulting figures. Does nothing in an up-to-date database. After a stop it starts over, which changes nothing
 * that is right; two workers that do it at once do no harm. `stopping` ends it between two sources.
 */
export async function applyMethod(stopping: AbortSignal): Promise<void> {
  const { rows } = await pool().query<never>('select from method_versions where version = $1 and applied_at is null', [
    METHOD_VERSION,
  ])
  if (rows.length === 0) return
  const sources = await pool().query<{ id: number; vendorId: number }>(
    'select id, vendor_id as "vendorId" from sources order by vendor_id, id',
  )
  for (const [index, { id, vendorId }] of sources.rows.entries()) {
    if (stopping.aborted) return
    await deriveAnew(id)
    await replay(id, vendorId, stopping)
    if ((index + 1) % 10 === 0)
      log.info({ done: index + 1, of: sources.rows.length }, 'sources brought to the new method')
  }
  await inTransaction(storeAfter)
  log.info({ version: METHOD_VERSION, sources: sources.rows.length }, 'all figures follow the new method')
}

/** Applies the rules to the stored incidents first: their documents may have been pruned. */
async function deriveAnew(sourceId: number): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.query<never>("set local statement_timeout = '120s'")
    await lockSource(tx, sourceId)
    await recomputeIncidents(tx, await getSource(tx, sourceId), { ids: null })
  })
}

/** The result is listed among the runs; a source that is busy for long keeps its present state. */
async function replay(sourceId: number, vendorId: number, stopping: AbortSignal): Promise<void> {
  const request = { vendorId, sourceId, mode: 'replay', trigger: 'schedule', dryRun: false } as const
  const id = await inTransaction((tx) => requestRun(tx, request, async () => {}))
  for (let tries = 0; tries < BUSY_TRIES && !stopping.aborted; tries++) {
    if ((await executeRun(id, runHandlers, stopping)) !== 'busy') return
    await sleep(BUSY_PAUSE_MS)
  }
}

async function storeAfter(tx: Transaction): Promise<void> {
  await tx.query<never>("set local statement_timeout = '600s'")
  const { rows } = await tx.query<{ vendorId: number; window: '24m' | 'all'; asOf: Date }>(
    'select vendor_id as "vendorId", window_text as "window", as_of as "asOf" from restatements where version = $1',
    [METHOD_VERSION],
  )
  for (const { vendorId, window, asOf } of rows) {
    const after = await headlineFigures(tx, vendorId, asOf, { window })
    await tx.query<never>(
      'update restatements set after = $4 where vendor_id = $1 and version = $2 and window_text = $3',
      [vendorId, METHOD_VERSION, window, after],
    )
  }
  await tx.query<never>('update method_versions set applied_at = now() where version = $1', [METHOD_VERSION])
  await notifyChange(tx, null)
}
