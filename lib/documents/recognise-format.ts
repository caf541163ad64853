import type { Platform, SourceDocument } from '#lib/adapters/adapter.ts'
import { ADAPTERS } from '#lib/adapters/registry.ts'

/** A document's bytes, and what came with them. */
export type DocumentContent = SourceDocument

/** The platform whose document this is, by what is in it: the first adapter that recognises it; null for none. */
export function recogniseFormat(document: DocumentContent): Platform | null {
  return ADAPTERS.find((adapter) => adapter.recognise(document) !== null)?.platform ?? null
}

/** Whether an adapter takes the document for its own; some read documents that they do not recognise. */
export function isOfFormat(platform: string, document: DocumentContent): boolean {
  const adapter = ADAPTERS.find((known) => known.platform === platform)
  return adapter !== undefined && adapter.recognise(document) !== null
}
