import type { Transaction } from '#lib/database/transaction.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { Source } from '#lib/sources/source.ts'
import { readDocument } from './document.ts'
import type { NormalisedDocument } from './normalise.ts'
import { parseAndNormalise } from './parser.ts'

/** Bytes of the documents whose normalised form is cached; the normalised form takes a few times as much memory. */
const MAX_BYTES = 32_000_000

/**
 * Parses stored documents with the current adapter, each once while the cache has room. Null for a document whose body
 * was pruned, or that can no longer be parsed.
 */
export type ParseKept = (document: { documentId: string; readAt: Date | null }) => Promise<NormalisedDocument | null>

export function keptParser(tx: Transaction, source: Source): ParseKept {
  /** By document id, least recently used first. */
  const parsed = new Map<string, { normalised: NormalisedDocument | null; bytes: number }>()
  let bytes = 0
  return async ({ documentId, readAt }) => {
    const known = parsed.get(documentId) ?? (await parse(tx, source, documentId, readAt))
    if (!parsed.delete(documentId)) bytes += known.bytes
    parsed.set(documentId, known)
    for (const [id, oldest] of parsed) {
      if (bytes <= MAX_BYTES || id === documentId) break
      parsed.delete(id)
      bytes -= oldest.bytes
    }
    return known.normalised
  }
}

async function parse(tx: Transaction, source: Source, documentId: string, readAt: Date | null) {
  const kept = await readDocument(tx, documentId)
  if (kept === null) return { normalised: null, bytes: 0 }
  try {
    return { normalised: await parseAndNormalise(source.platform, { ...kept, readAt }), bytes: kept.bytes.byteLength }
  } catch (error) {
    if (error instanceof OutageHistoryError) return { normalised: null, bytes: 0 }
    throw error
  }
}
