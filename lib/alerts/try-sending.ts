import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { SentAnswer } from '#lib/fetch/send-request.ts'

/** What came of a request. Without an answer, the status is 0 and the text a sentence about why. */
export type Outcome = Pick<SentAnswer, 'status' | 'text' | 'retryAfterSeconds'>

/** Gives back what `send` does; only faults of this site are thrown. */
export async function trySending(send: () => Promise<SentAnswer>): Promise<Outcome> {
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof OutageHistoryError)) throw error
    return { status: 0, text: error.message, retryAfterSeconds: null }
  }
}
