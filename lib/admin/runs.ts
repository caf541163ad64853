import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { enqueueRun } from '#lib/ingest/queue.ts'
import { type RunMode, type RunTrigger, requestRun } from '#lib/ingest/runs.ts'
import { listSources } from '#lib/ingest/sources.ts'
import { inTransaction } from '#lib/ingest/transaction.ts'
import { findVendor } from './vendor-row.ts'

export interface IngestRequest {
  vendorSlug: string
  mode: Exclude<RunMode, 'document'>
  dryRun: boolean
  trigger: RunTrigger
}

/**
 * Queues a run for each source of a vendor that the mode is for: polls and back-fills for those with an address, replays for
 * all. Where the same is waiting or under way already, that run is the answer. Returns the ids of the runs, the primary
 * source's first.
 * Throws NotFoundError for an unknown vendor, InvalidInputError when it has no source for the mode.
 */
export async function requestIngest({ vendorSlug, mode, dryRun, trigger }: IngestRequest): Promise<string[]> {
  return await inTransaction(async (tx) => {
    const vendor = await findVendor(tx, vendorSlug)
    if (vendor === null) throw new NotFoundError(`There is no vendor "${vendorSlug}".`)
    const sources = (await listSources(tx, vendor.id)).filter(({ url }) => mode === 'replay' || url !== null)
    if (sources.length === 0) {
      const reason = mode === 'replay' ? 'no source yet' : 'no source with an address to read; push a document instead'
      throw new InvalidInputError(`${vendor.slug} has ${reason}`, 'mode')
    }
    const runs: string[] = []
    for (const { id } of sources) {
      runs.push(await requestRun(tx, { vendorId: vendor.id, sourceId: id, mode, trigger, dryRun }, enqueueRun))
    }
    return runs
  })
}
