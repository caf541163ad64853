import { backfillSource } from '#lib/ingest/backfill.ts'
import { pollSource } from '#lib/ingest/poll-source.ts'
import type { RunHandlers } from '#lib/runs/handler.ts'
import { ingestPushedDocument, replayDocuments } from './execute-run.ts'

/** What each mode of run does. */
export const runHandlers: RunHandlers = {
  poll: pollSource,
  document: ingestPushedDocument,
  backfill: backfillSource(),
  replay: replayDocuments,
}
