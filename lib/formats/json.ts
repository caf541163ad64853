import type { VendorView } from '#lib/queries/schemas.ts'
import type { PieceFormat } from './pieces.ts'

/** One object: the vendor, and its incidents. */
export function jsonFormat(vendor: VendorView): PieceFormat {
  return {
    head: `{"vendor":${JSON.stringify(vendor)},"incidents":[`,
    piece: JSON.stringify,
    separator: ',',
    foot: ']}',
  }
}

/** One JSON object per line. */
export function ndjsonFormat(): PieceFormat {
  return { head: '', piece: (incident) => `${JSON.stringify(incident)}\n`, separator: '', foot: '' }
}
