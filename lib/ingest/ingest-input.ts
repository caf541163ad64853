import type { Transaction } from '#lib/database/transaction.ts'
import type { KeptDocument } from '#lib/documents/document.ts'
import { MAX_INTERVAL_SECONDS } from '#lib/documents/store-read.ts'
import { freshMsOf } from '#lib/incidents/raise-news.ts'
import type { Outcome } from '#lib/runs/run.ts'
import type { Source } from '#lib/sources/source.ts'

export interface IngestInput {
  source: Source
  /** The stored document with its bytes. */
  document: KeptDocument & { bytes: Uint8Array }
  /** Null for a document imported without a read time. */
  readAt: Date | null
  /** How long the answer stays fresh by the server's headers; a time longer than the source's interval replaces it. */
  freshSeconds?: number | null
  /** Whether the source's own address answered with it; that of another platform is then refused, see `findStranger`. */
  isPolled?: boolean
  /** Whether it was read, or pushed, to follow the source: what it shows to be new raises events. Not so for history. */
  isLive?: boolean
  /** Report the result and roll back. */
  dryRun: boolean
  now: Date
  /** Written in the transaction that stores the document, so that neither is ever ahead of the other. Not called in a dry run. */
  finish: (tx: Transaction, outcome: Outcome) => Promise<void>
}

/** The same before the bytes are needed. */
export type Repeat = Omit<IngestInput, 'document'> & { document: KeptDocument }

/** The poll interval that a read puts in force. */
export function intervalInForce({ pollIntervalSeconds }: Source, freshSeconds: number | null | undefined): number {
  return Math.min(Math.max(pollIntervalSeconds, freshSeconds ?? 0), MAX_INTERVAL_SECONDS)
}

/** Whether a document shows the present: one that was pushed may have been read long ago. */
export function isPresent(readAt: Date | null, intervalSeconds: number, now: Date): boolean {
  return readAt !== null && Math.abs(now.getTime() - readAt.getTime()) <= freshMsOf(intervalSeconds)
}
