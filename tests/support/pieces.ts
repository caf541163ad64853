import { type PieceFormat, writePieces } from '#lib/formats/pieces.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'

/** The whole file for these incidents, as one text. */
export async function wholeFile(format: PieceFormat, incidents: IncidentView[]): Promise<string> {
  const pieces: string[] = []
  await writePieces(format, [incidents], async (piece) => void pieces.push(piece))
  return pieces.join('')
}
