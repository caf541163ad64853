import { formatCount } from '#lib/domain/format.ts'
import type { BatchView } from '#lib/queries/schemas.ts'
import { MODE_WORDS } from './run-words.ts'

/** "Replay of all vendors, dry run" */
export function batchWords({ mode, vendor, dryRun }: Pick<BatchView, 'mode' | 'vendor' | 'dryRun'>): string {
  return `${MODE_WORDS[mode] ?? mode} of ${vendor ?? 'all vendors'}${dryRun ? ', dry run' : ''}`
}

/** "In progress", "Finished", "Dry run: would change 3 sources" */
export function batchHeading({ dryRun, finishedAt, counts }: Pick<BatchView, 'dryRun' | 'finishedAt' | 'counts'>) {
  if (!dryRun) return finishedAt === null ? 'In progress' : 'Finished'
  if (finishedAt === null) return 'Dry run: in progress'
  return `Dry run: would change ${counts.succeeded === 0 ? 'nothing' : formatCount(counts.succeeded, 'source')}`
}

/** The progress of a batch, in a sentence or two. */
export function batchProgressWords({ counts }: Pick<BatchView, 'counts'>): string {
  const { queued, running, succeeded, unchanged, suspicious, failed } = counts
  const ended = succeeded + unchanged + suspicious + failed
  const said: [number, string][] = [
    [succeeded, 'updated'],
    [unchanged, 'without changes'],
    [suspicious, 'rejected as implausible'],
    [failed, 'failed'],
  ]
  const ends = said.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  const work = queued + running === 0 ? '' : ` ${running} running, ${queued} waiting.`
  return `${ended} of ${formatCount(ended + queued + running, 'run')} finished${ends.length === 0 ? '' : `: ${ends.join(', ')}`}.${work}`
}
