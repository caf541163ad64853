import type { IncidentView } from '#lib/queries/schemas.ts'

/** A file about incidents that is made one incident at a time, so that no more than a piece of it is ever in memory. */
export interface PieceFormat {
  head: string
  /** What stands for one incident; empty text leaves it out. */
  piece(incident: IncidentView): string
  /** Stands between two pieces, and nowhere else. */
  separator: string
  foot: string
}

/** Takes the next piece of a file; resolves when it wants more, rejects when nobody wants the file any more. */
export type TakePiece = (text: string) => Promise<void>

/** Gives a file to `take` from its head to its foot. */
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
