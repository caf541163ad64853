import type { SourceDocument } from '#lib/adapters/adapter.ts'

/**
 * The content type of the document that is stored when an incident's own address answers 404 or 410. A replay reads it
 * like any other.
 */
export const GONE_TYPE = 'application/vnd.outage-history.gone+json'

/** Always the same bytes for the same incident. */
export function formatGone(externalId: string): Uint8Array {
  return Buffer.from(JSON.stringify({ gone: [externalId] }))
}

/** The ids of the incidents that such a document reports as gone; null for any other document. */
export function readGone({ bytes, contentType }: SourceDocument): string[] | null {
  if (contentType !== GONE_TYPE) return null
  try {
    const { gone } = JSON.parse(new TextDecoder().decode(bytes))
    return Array.isArray(gone) && gone.every((id) => typeof id === 'string') ? gone : null
  } catch {
    return null
  }
}
