import type { Transaction } from '#lib/database/transaction.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { Source } from '#lib/sources/source.ts'
import type { LeasedRun, Outcome, RunMode } from './run.ts'

/**
 * What a mode of run does. It calls `finish` in the transaction of its last write, or returns an outcome that is not written
 * yet. One that may take longer than a worker is given to stop throws StoppingError once `stopping` is aborted.
 */
export type RunHandler = (
  run: LeasedRun,
  source: Source,
  finish: (tx: Transaction, outcome: Outcome) => Promise<void>,
  stopping?: AbortSignal,
) => Promise<Outcome>

/** By mode; a run of a mode that is not there fails. */
export type RunHandlers = Partial<Record<RunMode, RunHandler>>

/** The run is given back because its worker stops; the next worker goes on with it. */
export class StoppingError extends OutageHistoryError {
  constructor() {
    super('stopping', 'The worker stops.')
  }
}

/** The run is given back because it has to wait for longer than it may keep others from the worker. */
export class PausedError extends OutageHistoryError {
  readonly seconds: number

  constructor(seconds: number) {
    super('paused', `The run goes on in ${seconds} s.`)
    this.seconds = seconds
  }
}
