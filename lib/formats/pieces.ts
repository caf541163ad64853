import type { IncidentView } from '#lib/queries/schemas.ts'

/** A file about incidents, made one incident at a time, so that only a piece of it is ever in memory. */
export interface PieceFormat {
  head: string
  /** The text for one incident; empty text leaves it out. */
  piece(incident: IncidentView): string
  /** Separates two pieces, and appears nowhere else. */
  separator: string
  foot: string
}

/** Takes the next piece of a file; resolves when it is ready for more, rejects when the file is no longer wanted. */
export type TakePiece = (text: string) => Promise<void>

/** Passes a file to `take` from its head to its foot. */
export async function writePieces(
  format: PieceFormat,
  batches: AsyncIterable<IncidentView[]> | Iterable<IncidentView[]>,
  take: TakePiece,
): Promise<void> {
  await take(format.head)
  let before = ''
  for await (const batch of batches) {
    for (const incident of batch) {
      const piece = format.piece(incident)
      if (piece === '') continue
      await take(before + piece)
      before = format.separator
    }
  }
  await take(format.foot)
}
