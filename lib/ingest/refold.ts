import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { adopt, type Orphans } from './adopt.ts'
import type { DocumentClaims } from './claims.ts'
import { readDocument } from './documents.ts'
import { emptyState, fold, type Reading, toReading } from './fold.ts'
import { findNamesakes, type Loaded, loadIncidents, narrow } from './load-state.ts'
import { readClaims } from './read-claims.ts'
import type { Source } from './sources.ts'
import type { Transaction } from './transaction.ts'

interface Speaker {
  documentId: string
  sha256: string
  saidAt: Date
  readAt: Date | null
  listed: string[]
  extent: string
  kinds: Kind[]
}

/**
 * Folds anew, from the stored documents, the incidents that `reading` concerns: it speaks earlier than others that are
 * known, so that it has to take its place in their order. `rejudged` are documents that are believed, or no longer believed,
 * since it came. The reading must be stored.
 */
export async function refold(
  tx: Transaction,
  source: Source,
  reading: Reading,
  rejudged: string[],
): Promise<Loaded & { orphans: Orphans }> {
  const ids = await concernedIds(tx, source, reading, rejudged)
  const loaded = await loadIncidents(tx, source.id, ids)
  if (ids !== null)
    for (const known of loaded.state.incidents.values())
      for (const id of [known.externalId, ...known.otherIds]) ids.add(id)
  const speakers = await listSpeakers(tx, source.id, ids)
  const fresh = emptyState()
  let isWhole = true
  for await (const spoken of readAloud(tx, source, speakers, ids)) {
    if (spoken === null) isWhole = false
    else fold(fresh, spoken)
  }
  const orphans = adopt(fresh, loaded, { isWhole })
  return { state: fresh, stored: loaded.stored, orphans: isWhole ? orphans : { ...orphans, incidents: [] } }
}

/** All incidents of the source as null: a list of everything speaks, by its silence, of those that it leaves out. */
async function concernedIds(
  tx: Transaction,
  source: Source,
  reading: Reading,
  rejudged: string[],
): Promise<Set<string> | null> {
  if (reading.wholeOf.length > 0) return null
  const { rows } = await tx.query('select extent, listed from documents where id = any($1)', [rejudged])
  if (rows.some(({ extent }) => extent === 'whole')) return null
  const ids = new Set([...reading.lists, ...rows.flatMap((row) => row.listed as string[])])
  for (const id of await findNamesakes(tx, source.id, reading.incidents)) ids.add(id)
  return ids
}

/** The accepted readings that say something of these incidents, in the order in which they speak. */
async function listSpeakers(tx: Transaction, sourceId: number, ids: Set<string> | null): Promise<Speaker[]> {
  const { rows } = await tx.query(
    `select d.id as "documentId", d.sha256, r.said_at as "saidAt", r.read_at as "readAt", d.listed, d.extent, d.gist->'kinds' as kinds
     from readings r join documents d on d.id = r.document_id
     where r.source_id = $1 and r.verdict = 'accepted' and ($2::text[] is null or d.extent = 'whole' or d.listed && $2)
     order by r.said_at, d.sha256`,
    [sourceId, ids === null ? null : [...ids]],
  )
  return rows
}

/** Parses each document once, and keeps of it only what concerns these incidents. Null for one that cannot be read again. */
async function* readAloud(
  tx: Transaction,
  source: Source,
  speakers: Speaker[],
  ids: Set<string> | null,
): AsyncGenerator<Reading | null> {
  const parsed = new Map<string, Reading | null>()
  let last: string | undefined
  for (const speaker of speakers) {
    // The same bytes once more, with nothing said in between, say nothing new.
    if (speaker.documentId === last) continue
    last = speaker.documentId
    if (!parsed.has(speaker.documentId)) parsed.set(speaker.documentId, await recall(tx, source, speaker, ids))
    const reading = parsed.get(speaker.documentId) ?? null
    yield reading && { ...reading, saidAt: speaker.saidAt }
  }
}

async function recall(
  tx: Transaction,
  source: Source,
  speaker: Speaker,
  ids: Set<string> | null,
): Promise<Reading | null> {
  const { saidAt, readAt, sha256, extent, kinds, listed } = speaker
  if (ids !== null && !listed.some((id) => ids.has(id))) {
    const wholeOf = extent === 'whole' ? kinds : []
    return { saidAt, saidBy: sha256, incidents: [], lists: new Set(listed), gone: [], wholeOf }
  }
  const claims = await parseKept(tx, source, speaker.documentId, readAt)
  if (claims === null) return null
  const reading = toReading(claims, saidAt, sha256)
  return ids === null ? reading : narrow(reading, ids)
}

/** What today's adapter reads in a kept document; null when its body was thinned out or it cannot be read any more. */
export async function parseKept(
  tx: Transaction,
  source: Source,
  documentId: string,
  readAt: Date | null,
): Promise<DocumentClaims | null> {
  const kept = await readDocument(tx, documentId)
  if (kept === null) return null
  try {
    return readClaims(source.platform, { ...kept, readAt })
  } catch (error) {
    if (error instanceof OutageHistoryError) return null
    throw error
  }
}
