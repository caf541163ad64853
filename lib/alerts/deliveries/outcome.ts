/** What came of one attempt. */
export interface Outcome {
  isAccepted: boolean
  /** Of HTTP or SMTP; null without an answer. */
  status: number | null
  /** The beginning of what was answered, without secrets; null without an answer. */
  answer: string | null
  /** What went wrong and what to do, in sentences; with `isAccepted`, what is odd about the answer. Null for nothing. */
  failure: string | null
  /** The receiver is gone for good: nothing is sent there any more. */
  isGone: boolean
  /** What the receiver asks for; null for nothing. */
  retryAfterSeconds: number | null
}

/** What was sent, for the log: without secrets. */
export interface Attempt extends Outcome {
  at: Date
  ms: number
  request: string
}

/** An outcome without an answer. */
export function failed(failure: string): Outcome {
  return { isAccepted: false, status: null, answer: null, failure, isGone: false, retryAfterSeconds: null }
}
