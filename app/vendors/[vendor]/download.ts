import { downloadIncidents } from '#app/download-incidents.ts'
import type { PieceFormat } from '#lib/formats/pieces.ts'
import { subscriberScope } from '#lib/queries/incident/subscriber-scope.ts'
import { findVendorRow, type Scope, scopeOf, type VendorRow } from '#lib/queries/scope.ts'
import { fileName } from '#lib/text/filter-words.ts'
import { type FileRequest, ofVendor } from './vendor-file.ts'

/** The content of a download of a vendor's whole history. */
export interface VendorDownload extends FileRequest {
  vendor: VendorRow
  scope: Scope
}

interface DownloadOptions {
  /** The last part of its address. */
  file: string
  type: string
  /** Programs read it again and again, rather than a person once. */
  forSubscribers?: boolean
}

/**
 * A route handler that answers with a vendor's whole filtered history as one file. `format` may read from the database, in the
 * same snapshot as the list.
 */
export function download(
  { file, type, forSubscribers = false }: DownloadOptions,
  format: (of: VendorDownload) => PieceFormat | Promise<PieceFormat>,
) {
  return ofVendor(file, async (asked) => {
    const { slug, filter, now } = asked
    const vendor = await findVendorRow(slug)
    if (vendor === null) return null
    const scope = await (forSubscribers ? subscriberScope : scopeOf)([vendor.id], filter, now)
    const name = forSubscribers ? undefined : fileName(slug, filter, file)
    return await downloadIncidents({ scope, type, name }, () => format({ ...asked, vendor, scope }))
  })
}
