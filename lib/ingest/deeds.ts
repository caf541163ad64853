import type { Deeds } from './execute-run.ts'
import { ingestPushedDocument, replayDocuments } from './execute-run.ts'

/** What each mode of run does. */
export const deeds: Deeds = {
  document: ingestPushedDocument,
  replay: replayDocuments,
}
