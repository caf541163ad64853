import type { SourceDocument } from '#lib/adapters/adapter.ts'

/** What we write down where an incident's own address said 404 or 410: a document like any other, so that a replay finds it. */
export const GONE_TYPE = 'application/vnd.outage-history.gone+json'

/** The same bytes for the same incident, whenever it is gone. */
export function formatGone(externalId: string): Uint8Array {
  return Buffer.from(JSON.stringify({ gone: [externalId] }))
}

/** The ids of the incidents that are gone by such a document; null when it is not one. */
export function readGone({ bytes, contentType }: SourceDocument): string[] | null {
  if (contentType !== GONE_TYPE) return null
  try {
    const { gone } = JSON.parse(new TextDecoder().decode(bytes))
    return Array.isArray(gone) && gone.every((id) => typeof id === 'string') ? gone : null
  } catch {
    return null
  }
}
