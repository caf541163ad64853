import { formatCount, formatInteger } from '#lib/domain/format.ts'
import type { BatchView } from '#lib/queries/schemas.ts'
import { MODE_WORDS } from './run-words.ts'

/** "Replay of all vendors, dry run" */
export function batchWords({ mode, vendor, dryRun }: Pick<BatchView, 'mode' | 'vendor' | 'dryRun'>): string {
  return `${MODE_WORDS[mode] ?? mode} of ${vendor ?? 'all vendors'}${dryRun ? ', dry run' : ''}`
}

/** "In progress", "Finished", "Dry run: would change 3 sources"; says "nothing" only where every source was read. */
export function batchHeading({ dryRun, finishedAt, counts }: Pick<BatchView, 'dryRun' | 'finishedAt' | 'counts'>) {
  if (!dryRun) return finishedAt === null ? 'In progress' : 'Finished'
  if (finishedAt === null) return 'Dry run: in progress'
  if (counts.succeeded > 0) return `Dry run: would change ${formatCount(counts.succeeded, 'source')}`
  return isWhole({ counts }) ? 'Dry run: would change nothing' : 'Dry run: finished'
}

/** What is said of a batch none of whose runs changes a headline figure. */
export function noMovesWords({
  finishedAt,
  dryRun,
  mode,
  counts,
}: Pick<BatchView, 'finishedAt' | 'dryRun' | 'mode' | 'counts'>): string {
  if (finishedAt === null) return 'None so far.'
  if (!dryRun && mode !== 'replay') return 'Only dry runs and replays compare figures. See what each run changed.'
  if (!dryRun) return 'None changed.'
  return isWhole({ counts }) ? 'None would change.' : 'None would change, as far as sources could be read.'
}

function isWhole({ counts: { failed, suspicious } }: Pick<BatchView, 'counts'>): boolean {
  return failed + suspicious === 0
}

/** The progress of a batch, in a sentence or two. */
export function batchProgressWords({ dryRun, counts }: Pick<BatchView, 'dryRun' | 'counts'>): string {
  const { queued, running, succeeded, unchanged, suspicious, failed } = counts
  const ended = succeeded + unchanged + suspicious + failed
  const said: [number, string][] = [
    [succeeded, dryRun ? 'would update' : 'updated'],
    [unchanged, dryRun ? 'would change nothing' : 'without changes'],
    [suspicious, dryRun ? 'would be rejected as implausible' : 'rejected as implausible'],
    [failed, 'failed'],
  ]
  const ends = said.filter(([count]) => count > 0).map(([count, word]) => `${formatInteger(count)} ${word}`)
  const work = queued + running === 0 ? '' : ` ${formatInteger(running)} running, ${formatInteger(queued)} waiting.`
  return `${formatInteger(ended)} of ${formatCount(ended + queued + running, 'run')} finished${ends.length === 0 ? '' : `: ${ends.join(', ')}`}.${work}`
}
