import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { type DocumentClaims, goneClaims, toClaims } from './claims.ts'
import { readGone } from './gone.ts'

/** What a kept document says, as today's adapter reads it. Throws ParseError, and whatever an adapter should not throw. */
export function readClaims(platform: string, { bytes, url, contentType, readAt }: SourceDocument): DocumentClaims {
  const document = { bytes, url, contentType, readAt }
  const gone = readGone(document)
  if (gone !== null) return goneClaims(gone)
  const adapter = getAdapter(platform)
  if (adapter === null) throw new ParseError(`There is no adapter for the platform "${platform}".`)
  return toClaims(adapter.parse(document))
}
