import type { ParsedUpdate } from '#lib/adapters/adapter.ts'

/** An update of which only what the platform has is named; it has no status and changes nothing else. */
export function newUpdate(
  known: Pick<ParsedUpdate, 'externalId' | 'postedAt' | 'body' | 'format'> & Partial<ParsedUpdate>,
): ParsedUpdate {
  return { status: null, sourceStatus: null, modifiedAt: null, componentChanges: [], ...known }
}
