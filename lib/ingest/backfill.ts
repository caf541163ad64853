import { getAdapter } from '#lib/adapters/registry.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { formatCount } from '#lib/domain/format.ts'
import { getEnv } from '#lib/env.ts'
import type { RunHandler } from '#lib/runs/handler.ts'
import { addOutcomes, addToRun, emptyOutcome, loadSum, type Outcome } from '#lib/runs/run.ts'
import type { Source } from '#lib/sources/source.ts'
import { addPages, forgetReadPages, listUnread, reopenPages, type UnreadPage } from './backfill-pages.ts'
import { listOwn, readPages } from './backfill-read.ts'
import { withdrawGone } from './own-address.ts'

/** How many unreadable pages are named. */
const MAX_NAMED = 20

/**
 * Reads the whole history that a platform offers, address by address. Which addresses there are, and which have been read, is
 * kept in the database in the transaction that took each document in: a back-fill that was stopped in any way goes on where
 * it was, and reads no page twice. A later back-fill begins anew. A page that cannot be read is passed over and tried again
 * later; while nothing else is left, or the host asks for patience, the run is paused. Incidents that we hold but that the
 * history did not name are read at their own addresses; what is gone from there, and from the history, is withdrawn. A run by
 * the schedule reads only what others have left unread.
 */
export function backfillSource({ spacingMs }: { spacingMs?: number } = {}): RunHandler {
  return async (run, source, finish, stopping) => {
    const step = getAdapter(source.platform)?.backfill
    if (source.url === null || step === null || step === undefined) {
      const message = `${source.vendorSlug}: ${source.platform} offers no history beyond what a poll reads.`
      return { ...emptyOutcome('failed'), error: { code: 'no_history', message } }
    }
    if (run.dryRun) {
      const message = 'A back-fill has no dry run, because it would read the whole history only to discard it.'
      return { ...emptyOutcome('failed'), error: { code: 'no_dry_run', message } }
    }
    const { url } = source
    const isWhole = run.trigger !== 'schedule'
    await inTransaction(async (tx) => {
      await reopenPages(tx, run)
      if (isWhole) await addPages(tx, source.id, step.next(url, null))
    })
    const spacing = { spacingMs: spacingMs ?? getEnv().BACKFILL_SPACING_MS }
    const { isStopped, ...read } = await readPages({ run, step, sourceUrl: url, source, isWhole, ...spacing }, stopping)
    if (isStopped) return { ...read, ...(await loadSum(pool(), run)) }
    const unread = await listUnread(pool(), source.id)
    // An unreadable page may name an incident that seems to be gone.
    const missing = isWhole && unread.length === 0 ? await listMissing(source) : []
    const options = { ...spacing, isUrgent: true }
    const gone = await withdrawGone(source, missing, options, (tx, outcome) => addToRun(tx, run, outcome))
    const total = addOutcomes(read, gone)
    return await inTransaction(async (tx) => {
      await forgetReadPages(tx, source.id)
      const sum = await loadSum(tx, run)
      const end = sum.created + sum.updated + sum.withdrawn > 0 && total.end === 'unchanged' ? 'succeeded' : total.end
      const warnings = [...new Set([...sum.warnings, ...total.warnings, ...namePages(unread)])]
      const outcome: Outcome = { ...total, ...sum, end, warnings, changes: total.changes }
      if (unread.length > 0) {
        outcome.end = 'failed'
        outcome.error = { code: 'pages_unread', message: leftUnread(source, sum.documentsRead, unread) }
      }
      await finish(tx, outcome)
      return outcome
    })
  }
}

/** Stored incidents whose own addresses answered 404 or 410 and that no other page of the back-fill carried. */
async function listMissing(source: Source): Promise<string[]> {
  const { rows } = await pool().query<{ url: string }>(
    'select url from backfill_pages where source_id = $1 and document_id is null and error is not null and error_code is null',
    [source.id],
  )
  if (rows.length === 0) return []
  const empty = new Set(rows.map(({ url }) => url))
  const suspects = [...(await listOwn(pool(), source))].filter(([, { url }]) => empty.has(url)).map(([id]) => id)
  const { rows: seen } = await pool().query<{ id: string }>(
    `select suspect as id from unnest($2::text[]) as suspect where exists (
       select from backfill_pages p join documents d on d.id = p.document_id where p.source_id = $1 and suspect = any(d.listed))`,
    [source.id, suspects],
  )
  const carried = new Set(seen.map(({ id }) => id))
  return suspects.filter((id) => !carried.has(id))
}

function leftUnread(source: Source, read: number, [first, ...others]: UnreadPage[]): string {
  const unread = formatCount(others.length + 1, 'address', 'addresses')
  return `${source.vendorSlug}: ${formatCount(read, 'document')} read, but ${unread} could not be read; ${first?.error}`
}

function namePages(pages: UnreadPage[]): string[] {
  const named = pages.slice(0, MAX_NAMED).map(({ url, error }) => `${url} could not be read: ${error}`)
  return pages.length > MAX_NAMED ? [...named, `${pages.length - MAX_NAMED} more could not be read.`] : named
}
