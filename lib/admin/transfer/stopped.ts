import { OutageHistoryError } from '#lib/domain/errors.ts'

/** An export or an import was told to stop before its end. */
export class StoppedError extends OutageHistoryError {
  constructor(message: string) {
    super('stopped', message)
  }
}
