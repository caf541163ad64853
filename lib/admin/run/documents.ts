import { writeAudit } from '#lib/admin/audit.ts'
import { findVendor } from '#lib/admin/vendor/vendor-row.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { keepDocument } from '#lib/documents/document.ts'
import { type DocumentContent, isOfFormat, recogniseFormat } from '#lib/documents/recognise-format.ts'
import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { enqueueRun } from '#lib/runs/queue.ts'
import { type RunRequest, type RunTrigger, recordFailedRun, requestRun } from '#lib/runs/run.ts'
import { findPlatform } from '#lib/sources/platforms.ts'
import { findOrCreateSource, findSourceOfPlatform } from '#lib/sources/source.ts'

/** Five times the largest real body known. */
export const MAX_DOCUMENT_BYTES = 25_000_000

/** In place of a platform: the one that the document is recognised as. */
export const DETECT_FORMAT = 'detect'

/** Clocks differ a little. */
const FUTURE_ALLOWED_MS = 5 * 60_000

export interface PushedDocument {
  vendorSlug: string
  /** A platform, or DETECT_FORMAT. */
  platform: string
  bytes: Uint8Array
  contentType: string | null
  /** Where it was read; null for a file. */
  url: string | null
  /** When it was read; null when that is not known. */
  fetchedAt: Date | null
  dryRun: boolean
  trigger: RunTrigger
  /** The actor for the audit log. */
  actor: string
}

/**
 * Stores a pushed document and queues its run: one run each, one at a time per source. It belongs to the vendor's
 * source of that platform, which is created if necessary. Returns the id of the run. Throws NotFoundError for an
 * unknown vendor, InvalidInputError for an unknown platform, a read time in the future, a format that is not recognised,
 * and a document that would begin a source of one format but is recognised as another.
 */
export async function pushDocument(pushed: PushedDocument): Promise<string> {
  return await inTransaction((tx) => writeDocument(tx, pushed))
}

/** As `pushDocument`, in the caller's transaction. */
export async function writeDocument(tx: Transaction, given: PushedDocument): Promise<string> {
  const { bytes, url, contentType } = given
  const content = { bytes, url, contentType, readAt: given.fetchedAt }
  const pushed = given.platform === DETECT_FORMAT ? { ...given, platform: detectFormat(content) } : given
  const run = await toRun(tx, pushed, content)
  const document = await keepDocument(tx, { sourceId: run.sourceId, bytes, url, contentType })
  const id = await requestRun(tx, { ...run, documentId: document.id }, enqueueRun)
  const detail = { platform: pushed.platform, sha256: document.sha256, dryRun: pushed.dryRun, run: id }
  await writeAudit(tx, { actor: pushed.actor, action: 'document.push', subject: pushed.vendorSlug, detail })
  return id
}

/**
 * Records a refused document, for a reason outside of its text, as a failed run. Throws as `pushDocument`, and InvalidInputError
 * with the reason if the document was to be recognised: it belongs to no source then.
 */
export async function refuseDocument(pushed: Omit<PushedDocument, 'bytes'>, reason: string): Promise<string> {
  if (pushed.platform === DETECT_FORMAT) throw new InvalidInputError(reason)
  return await inTransaction(async (tx) => {
    const run = await recordFailedRun(tx, await toRun(tx, pushed, null), { code: 'too_large', message: reason })
    const detail = { platform: pushed.platform, reason, run }
    await writeAudit(tx, { actor: pushed.actor, action: 'document.refuse', subject: pushed.vendorSlug, detail })
    return run
  })
}

async function toRun(
  tx: Transaction,
  { vendorSlug, platform, fetchedAt: readAt, dryRun, trigger }: Omit<PushedDocument, 'bytes'>,
  content: DocumentContent | null,
): Promise<RunRequest> {
  if (findPlatform(platform) === null) {
    throw new InvalidInputError(`"${platform}" is not a platform that can be read`, 'platform')
  }
  if (readAt !== null && readAt.getTime() > Date.now() + FUTURE_ALLOWED_MS) {
    throw new InvalidInputError('is in the future', 'fetchedAt')
  }
  const vendor = await findVendor(tx, vendorSlug)
  if (vendor === null) throw new NotFoundError(`There is no vendor "${vendorSlug}".`)
  let sourceId = await findSourceOfPlatform(tx, vendor.id, platform)
  if (sourceId === null) {
    if (content !== null) expectFormat(platform, content)
    sourceId = await findOrCreateSource(tx, { vendorId: vendor.id, platform, url: null, origin: 'import' })
  }
  return { vendorId: vendor.id, sourceId, mode: 'document', trigger, dryRun, readAt }
}

function detectFormat(content: DocumentContent): string {
  const platform = recogniseFormat(content)
  if (platform === null)
    throw new InvalidInputError('The format of this document is not recognised. Choose a format.', 'platform')
  return platform
}

/** A mistaken choice would leave the vendor with a source of a platform that it does not use. */
function expectFormat(platform: string, content: DocumentContent): void {
  if (isOfFormat(platform, content)) return
  const other = recogniseFormat(content)
  if (other === null) return
  throw new InvalidInputError(
    `This document is not in the format of ${findPlatform(platform)?.name}. It looks like ${findPlatform(other)?.name}. Choose that format.`,
    'platform',
  )
}
