import { formatCount, formatDuration, formatInstant, formatInteger } from '#lib/domain/format.ts'
import type { RunView } from '#lib/queries/schemas.ts'
import { countWords } from './run-words.ts'

export type RunSeen = Pick<
  RunView,
  'state' | 'documentsRead' | 'created' | 'updated' | 'withdrawn' | 'quarantined' | 'progress'
> & {
  /** A string when it comes from the API. */
  startAfter: Date | string | null
}

/** The progress of a run, in a sentence or two. */
export function progressWords(run: RunSeen): string {
  if (run.state === 'queued' && run.startAfter !== null)
    return `Waiting until ${formatInstant(new Date(run.startAfter))} to retry what could not be read; ${formatCount(run.documentsRead, 'document')} read so far.`
  if (run.state === 'queued') return 'Waiting: runs of one source run one after another.'
  const said = `Running: ${formatCount(run.documentsRead, 'document')} read; incidents: ${countWords({ ...run, unchanged: 0 })}.`
  const progress = toProgress(run.progress)
  if (progress === null) return said
  const { done, total, rate, secondsLeft } = progress
  const perMinute = Math.round(rate * 60)
  const left = secondsLeft < 60 ? 'less than a minute' : `about ${formatDuration(secondsLeft)}`
  return `${said} ${formatInteger(done)} of ${formatInteger(total)} addresses known so far, ${formatInteger(perMinute)} a minute; ${left} left.`
}

interface Progress {
  done: number
  total: number
  /** Addresses per second. */
  rate: number
  secondsLeft: number
}

/** Null until the run has reported its progress. */
function toProgress(value: unknown): Progress | null {
  if (typeof value !== 'object' || value === null) return null
  const { done, total, rate, secondsLeft } = value as Partial<Progress>
  return [done, total, rate, secondsLeft].every((number) => typeof number === 'number') ? (value as Progress) : null
}
