import type { Extent } from '#lib/adapters/adapter.ts'
import { coverageOf, extendCoverage, mergeCoverage } from '#lib/domain/coverage.ts'
import type { CoveragePeriod } from '#lib/domain/incident.ts'
import { append } from '#lib/domain/many.ts'
import { insertRows } from './bulk.ts'
import type { Gist } from './documents.ts'
import type { Source } from './sources.ts'
import type { Transaction } from './transaction.ts'

/** One reading, as far as coverage goes. */
export interface CoverageReading {
  extent: Extent
  gist: Gist
  saidAt: Date
  readAt: Date | null
  /** When the accepted document before it at the same address was read. */
  previousReadAt: Date | null
}

/** Polls that are missed are no gap until this many are. */
const JOINED_INTERVALS = 3

/**
 * The time that one reading proves. Coverage is that of incidents: a list of maintenances alone reaches back years where the
 * list of incidents beside it reaches back weeks, and proves nothing of the time before. A document that names no kinds at
 * all, such as an archive written by hand, is taken for one of incidents.
 */
export function coverageOfReading(
  source: Source,
  { extent, gist, saidAt, readAt, previousReadAt }: CoverageReading,
): CoveragePeriod[] {
  const { kinds } = gist
  if (kinds.length > 0 && !kinds.includes('incident')) return []
  const isRecent =
    previousReadAt !== null &&
    saidAt.getTime() - previousReadAt.getTime() <= JOINED_INTERVALS * source.pollIntervalSeconds * 1000
  return coverageOf(
    {
      extent,
      oldestStart: toDate(gist.oldestAt),
      newestTime: saidAt,
      readAt,
      covers: gist.covers && { from: new Date(gist.covers.from), to: new Date(gist.covers.to) },
    },
    isRecent ? previousReadAt : null,
  )
}

/** Adds what a reading proves to what is known of its source. */
export async function extendStoredCoverage(tx: Transaction, source: Source, reading: CoverageReading): Promise<void> {
  const known = await loadCoverage(tx, source.id)
  await storeCoverage(tx, source.id, known, extendCoverage(known, coverageOfReading(source, reading)))
}

/** Finds the coverage of a source anew, from all of its accepted readings. */
export async function rebuildCoverage(tx: Transaction, source: Source): Promise<void> {
  const { rows } = await tx.query(
    `select d.url, d.extent, d.gist, r.said_at as "saidAt", r.read_at as "readAt"
     from readings r join documents d on d.id = r.document_id
     where r.source_id = $1 and r.verdict = 'accepted' order by r.said_at, d.sha256`,
    [source.id],
  )
  const lastAt = new Map<string | null, Date | null>()
  let periods: CoveragePeriod[] = []
  for (const row of rows) {
    append(periods, coverageOfReading(source, { ...row, previousReadAt: lastAt.get(row.url) ?? null }))
    lastAt.set(row.url, row.readAt)
    // Years of polls join into a handful of periods: keep them joined on the way.
    if (periods.length > 1_000) periods = mergeCoverage(periods)
  }
  await storeCoverage(tx, source.id, await loadCoverage(tx, source.id), mergeCoverage(periods))
}

async function loadCoverage(tx: Transaction, sourceId: number): Promise<CoveragePeriod[]> {
  const { rows } = await tx.query(
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
  if (gone.length > 0) {
    await tx.query('delete from coverage where source_id = $1 and covered_from = any($2::timestamptz[])', [
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

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
