import type { Completeness } from '#lib/adapters/adapter.ts'
import { insertRows } from '#lib/database/bulk-write.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { DocumentSummary } from '#lib/documents/document.ts'
import { isJoined } from '#lib/documents/store-read.ts'
import { coverageOf, extendCoverage, mergeCoverage } from '#lib/domain/coverage.ts'
import type { CoveragePeriod } from '#lib/domain/incident.ts'
import { append } from '#lib/domain/many.ts'
import type { Source } from '#lib/sources/source.ts'
import { listsIncidents } from './source-facts.ts'

/** One read, or several without a missed poll between them, as far as coverage is concerned. */
export interface CoverageRead {
  completeness: Completeness
  summary: DocumentSummary
  /** The last read. */
  observedAt: Date
  hasReadTime: boolean
  /** The first read, or the good read before it at the same address if no poll was missed since. */
  joinedSince: Date | null
}

/**
 * The time that a read of a document covers. Coverage is about incidents: a list of maintenance that goes back years
 * proves nothing about the incident list beside it that goes back weeks. A document that names no kinds, such as an
 * archive written by hand, counts as a list of incidents.
 */
export function coverageOfRead({
  completeness,
  summary,
  observedAt,
  hasReadTime,
  joinedSince,
}: CoverageRead): CoveragePeriod[] {
  if (!listsIncidents(summary)) return []
  return coverageOf(
    {
      completeness,
      oldestStart: toDate(summary.oldestAt),
      newestTime: observedAt,
      readAt: hasReadTime ? observedAt : null,
      covers: summary.covers && { from: new Date(summary.covers.from), to: new Date(summary.covers.to) },
    },
    joinedSince,
  )
}

/** Adds the time that a read covers to the source's coverage. */
export async function extendStoredCoverage(tx: Transaction, source: Source, read: CoverageRead): Promise<void> {
  const known = await loadCoverage(tx, source.id)
  await storeCoverage(tx, source.id, known, extendCoverage(known, coverageOfRead(read)))
}

interface CoverageRow {
  url: string | null
  completeness: Completeness
  summary: DocumentSummary
  firstAt: Date
  lastAt: Date
  readCount: number
  intervalSeconds: number
}

/** Recomputes the coverage of a source from all of its accepted observations. */
export async function rebuildCoverage(tx: Transaction, source: Source): Promise<void> {
  const { rows } = await tx.query<CoverageRow>(
    `select d.url, d.completeness, d.summary, o.first_observed_at as "firstAt", o.last_observed_at as "lastAt", o.read_count as "readCount",
       o.interval_seconds as "intervalSeconds"
     from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and o.verdict = 'accepted' order by o.first_observed_at, d.sha256`,
    [source.id],
  )
  const previous = new Map<string | null, CoverageRow>()
  let periods: CoveragePeriod[] = []
  for (const row of rows) {
    const { completeness, summary, firstAt, lastAt, readCount } = row
    const last = previous.get(row.url)
    const isContinued = last !== undefined && isJoined(last.lastAt, firstAt, last.intervalSeconds)
    const joinedSince = isContinued ? last.lastAt : readCount > 1 ? firstAt : null
    append(
      periods,
      coverageOfRead({ completeness, summary, observedAt: lastAt, hasReadTime: readCount > 0, joinedSince }),
    )
    // A document without a read time does not say when its address was read.
    if (readCount > 0) previous.set(row.url, row)
    // Years of polls merge into a few periods; merging on the way keeps the list short.
    if (periods.length > 1_000) periods = mergeCoverage(periods)
  }
  await storeCoverage(tx, source.id, await loadCoverage(tx, source.id), mergeCoverage(periods))
}

async function loadCoverage(tx: Transaction, sourceId: number): Promise<CoveragePeriod[]> {
  const { rows } = await tx.query<CoveragePeriod>(
    'select covered_from as "from", covered_to as "to", quality from coverage where source_id = $1 order by covered_from',
    [sourceId],
  )
  return rows
}

async function storeCoverage(
  tx: Transaction,
  sourceId: number,
  known: CoveragePeriod[],
  wanted: CoveragePeriod[],
): Promise<void> {
  const has = (periods: CoveragePeriod[], { from, to, quality }: CoveragePeriod) =>
    periods.some((other) => +other.from === +from && +other.to === +to && other.quality === quality)
  const gone = known.filter((period) => !has(wanted, period))
  const fresh = wanted.filter((period) => !has(known, period))
  if (await lengthen(tx, sourceId, gone, fresh)) return
  if (gone.length > 0) {
    await tx.query<never>('delete from coverage where source_id = $1 and covered_from = any($2::timestamptz[])', [
      sourceId,
      gone.map(({ from }) => from.toISOString()),
    ])
  }
  await insertRows<CoveragePeriod>(
    tx,
    'coverage',
    [
      { name: 'source_id', type: 'int', value: () => sourceId },
      { name: 'covered_from', type: 'timestamptz', value: ({ from }) => from },
      { name: 'covered_to', type: 'timestamptz', value: ({ to }) => to },
      { name: 'quality', type: 'coverage_quality', value: ({ quality }) => quality },
    ],
    fresh,
  )
}

/** What nearly every poll does: one period goes on. False where more is to be written. */
async function lengthen(
  tx: Transaction,
  sourceId: number,
  [old, ...others]: CoveragePeriod[],
  [wanted, ...more]: CoveragePeriod[],
): Promise<boolean> {
  if (old === undefined || wanted === undefined || others.length + more.length > 0) return false
  if (+old.from !== +wanted.from || old.quality !== wanted.quality) return false
  await tx.query<never>('update coverage set covered_to = $3 where source_id = $1 and covered_from = $2', [
    sourceId,
    old.from,
    wanted.to,
  ])
  return true
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
