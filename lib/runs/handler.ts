import type { Transaction } from '#lib/database/transaction.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { Source } from '#lib/sources/source.ts'
import type { LeasedRun, Outcome, RunMode } from './run.ts'

/**
 * Executes a run of one mode. It calls `finish` in the transaction of its last write, or returns a result that is not
 * stored yet. A handler that may take longer than a stopping worker waits throws StoppingError once `stopping` is
 * aborted.
 */
export type RunHandler = (
  run: LeasedRun,
  source: Source,
  finish: (tx: Transaction, outcome: Outcome) => Promise<void>,
  stopping?: AbortSignal,
) => Promise<Outcome>

/** By mode; a run of another mode fails. */
export type RunHandlers = Partial<Record<RunMode, RunHandler>>

/** The run is given back because its worker stops; the next worker continues it. */
export class StoppingError extends OutageHistoryError {
  constructor() {
    super('stopping', 'The worker stops.')
  }
}

/** The run is given back because it would block the worker for too long while it waits. */
export class PausedError extends OutageHistoryError {
  readonly seconds: number

  constructor(seconds: number) {
    super('paused', `The run goes on in ${seconds} s.`)
    this.seconds = seconds
  }
}
