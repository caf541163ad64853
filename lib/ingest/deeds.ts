import { backfillSource } from './backfill.ts'
import { ingestPushedDocument, replayDocuments } from './execute-run.ts'
import type { RunHandlers } from './handler.ts'
import { pollSource } from './poll-source.ts'

/** What each mode of run does. */
export const runHandlers: RunHandlers = {
  poll: pollSource,
  document: ingestPushedDocument,
  backfill: backfillSource(),
  replay: replayDocuments,
}
