import { type PieceFormat, writePieces } from '#lib/formats/pieces.ts'
import { countEveryRow, readEveryIncident } from '#lib/queries/incident/every-incident.ts'
import type { Scope } from '#lib/queries/scope.ts'
import { answerWithDownload } from '#lib/web/download/answer-with-download.ts'

/**
 * Answers with a file of every incident of a list, however long, from one database snapshot. `format` reads from the same
 * snapshot, so its figures agree with the incidents.
 */
export async function downloadIncidents(
  { scope, type, name }: { scope: Scope; type: string; name?: string | undefined },
  format: () => PieceFormat | Promise<PieceFormat>,
): Promise<Response> {
  return answerWithDownload({
    type,
    name,
    rows: await countEveryRow(scope),
    write: (take) => readEveryIncident(scope, async (batches) => writePieces(await format(), batches, take)),
  })
}
