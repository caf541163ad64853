import { backfillSource } from '#lib/ingest/backfill.ts'
import { ingestPushedDocument, replayDocuments } from './execute-run.ts'
import type { RunHandlers } from '#lib/runs/handler.ts'
import { pollSource } from '#lib/ingest/poll-source.ts'

/** What each mode of run does. */
export const runHandlers: RunHandlers = {
  poll: pollSource,
  document: ingestPushedDocument,
  backfill: backfillSource(),
  replay: replayDocuments,
}
