import type { Adapter, DocumentRequest } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { pool } from '#lib/database/client.ts'
import { preparing } from '#lib/database/prepared.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { keepDocument } from '#lib/documents/document.ts'
import { formatGone, GONE_TYPE } from '#lib/documents/gone.ts'
import { parseDocument } from '#lib/documents/parser.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { saysGone } from '#lib/fetch/fetch-document.ts'
import { type ReadOptions, readAddress } from '#lib/fetch/read-address.ts'
import { addOutcomes, emptyOutcome, type Outcome } from '#lib/runs/run.ts'
import type { Source } from '#lib/sources/source.ts'
import { ingestDocument } from './ingest-document.ts'

/** The maximum number of unlisted open incidents that one poll reads. */
const MAX_PER_POLL = 5
/** Incidents of a vendor's source that are stored as open. */
const IS_OPEN =
  "i.vendor_id = $1 and i.source_id = $2 and i.ended_at is null and i.basis = 'ongoing' and i.withdrawn_at is null"
/** One that stays open for months is not read again at every poll. */
const READ_AGAIN_SECONDS = 3_600

/** The own address of one incident; null if its platform has none. */
export function ownAddress(source: Source, externalId: string): DocumentRequest | null {
  const own = getAdapter(source.platform)?.own
  return source.url === null || own === undefined ? null : own(source.url, externalId)
}

/**
 * Reads the own addresses of incidents that are stored as open but are no longer in the newest lists: only these show
 * how they ended. Call it after the lists have been read well.
 */
export async function readLeftBehind(source: Source, options: ReadOptions): Promise<Outcome> {
  let total = emptyOutcome('unchanged')
  const missing: string[] = []
  for (const { externalId, request } of await findLeftBehind(source)) {
    const outcome = await readOwn(source, request, options)
    if (outcome === null) missing.push(externalId)
    else total = addOutcomes(total, outcome)
  }
  return addOutcomes(total, await withdrawGone(source, missing, { ...options, isLive: true }, async () => {}))
}

/**
 * Withdraws incidents whose own addresses answered 404 or 410, if that can be believed: the newest incident that the
 * source lists must be found at its own address right now. A host where nothing is found, that serves HTML or that has
 * moved withdraws nothing. `isLive`: it is news.
 */
export async function withdrawGone(
  source: Source,
  externalIds: string[],
  { isLive = false, ...options }: ReadOptions & { isLive?: boolean },
  finish: (tx: Transaction, outcome: Outcome) => Promise<void>,
): Promise<Outcome> {
  let total = emptyOutcome('unchanged')
  if (externalIds.length === 0) return total
  if (!(await hasOwnAddresses(source, options))) {
    const warning = `${externalIds.length} incidents have no page at their own addresses, but neither does an incident that is listed; none counts as withdrawn.`
    return { ...total, warnings: [warning] }
  }
  for (const externalId of externalIds) {
    const request = ownAddress(source, externalId)
    if (request === null) continue
    const bytes = formatGone(externalId)
    const kept = await keepDocument(pool(), { sourceId: source.id, bytes, url: request.url, contentType: GONE_TYPE })
    const now = new Date()
    const document = { ...kept, bytes }
    total = addOutcomes(
      total,
      await ingestDocument({ source, document, readAt: now, isLive, dryRun: false, now, finish }),
    )
  }
  return total
}

/** Ingests the document at an incident's own address; null for 404 and 410. An unreadable one is left for another time. */
async function readOwn(source: Source, request: DocumentRequest, options: ReadOptions): Promise<Outcome | null> {
  try {
    const answer = await readAddress(request.url, { ...options, maxBytes: request.maxBytes })
    if (answer.kind === 'not-modified') return emptyOutcome('unchanged')
    const { bytes, contentType, readAt } = answer
    const { url } = request
    const kept = await keepDocument(pool(), { sourceId: source.id, bytes, url, contentType })
    const document = { ...kept, bytes }
    const outcome = await ingestDocument({
      source,
      document,
      readAt,
      isLive: true,
      dryRun: false,
      now: readAt,
      finish: async () => {},
    })
    // The source itself was read well: one unreadable page is a warning and no failure.
    return outcome.error === null ? outcome : { ...emptyOutcome('unchanged'), warnings: [outcome.error.message] }
  } catch (error) {
    if (!(error instanceof OutageHistoryError)) throw error
    if (saysGone(error)) return null
    return { ...emptyOutcome('unchanged'), warnings: [`${source.vendorSlug}: ${error.message}`] }
  }
}

/** Whether the newest listed incident is also found at its own address. */
async function hasOwnAddresses(source: Source, options: ReadOptions): Promise<boolean> {
  const adapter = getAdapter(source.platform)
  if (source.url === null || !adapter?.poll) return false
  for (const request of adapter.poll(source.url)) {
    const listed = await listIds(adapter, request, options)
    const own = listed[0] === undefined ? null : ownAddress(source, listed[0])
    if (own !== null) return (await listIds(adapter, own, options)).includes(listed[0] ?? '')
  }
  return false
}

async function listIds(adapter: Adapter, request: DocumentRequest, options: ReadOptions): Promise<string[]> {
  try {
    const answer = await readAddress(request.url, { ...options, maxBytes: request.maxBytes })
    if (answer.kind === 'not-modified') return []
    const { incidents } = await parseDocument(adapter.platform, { ...answer, url: request.url })
    return incidents.map(({ externalId }) => externalId)
  } catch (error) {
    if (error instanceof OutageHistoryError) return []
    throw error
  }
}

async function findLeftBehind(source: Source): Promise<{ externalId: string; request: DocumentRequest }[]> {
  const adapter = getAdapter(source.platform)
  if (source.url === null || !adapter?.own || !adapter.poll) return []
  const { rowCount: open } = await preparing(pool()).query<never>(`select from incidents i where ${IS_OPEN} limit 1`, [
    source.vendorId,
    source.id,
  ])
  if (open === 0) return []
  const { rows } = await pool().query<{ externalId: string }>(
    `select i.external_id as "externalId" from incidents i
     where ${IS_OPEN}
       and not exists (
         select from unnest($3::text[]) as list(url), lateral (
           select d.listed from observations o join documents d on d.id = o.document_id
           where o.source_id = $2 and d.url = list.url and o.verdict = 'accepted' order by o.last_observed_at desc limit 1
         ) last where i.external_id = any(last.listed)
       )
     order by i.sort_at desc`,
    [source.vendorId, source.id, adapter.poll(source.url).map(({ url }) => url)],
  )
  const requests = rows.flatMap(({ externalId }) => {
    const request = ownAddress(source, externalId)
    return request === null ? [] : [{ externalId, request }]
  })
  if (requests.length === 0) return []
  const { rows: recent } = await pool().query<{ url: string }>(
    `select url from documents where source_id = $1 and url = any($2) and last_read_at > now() - make_interval(secs => $3)`,
    [source.id, requests.map(({ request }) => request.url), READ_AGAIN_SECONDS],
  )
  const read = new Set(recent.map(({ url }) => url))
  return requests.filter(({ request }) => !read.has(request.url)).slice(0, MAX_PER_POLL)
}
