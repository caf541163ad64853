import type { ParsedUpdate } from '#lib/adapters/adapter.ts'

type Unnamed = Omit<ParsedUpdate, 'externalId'>

/** An update with only the fields that the platform provides: no status, unchanged, no components. */
export function newUpdate<K extends Pick<Unnamed, 'postedAt' | 'body' | 'format'> & Partial<ParsedUpdate>>(
  known: K,
): K & Unnamed {
  return { status: null, sourceStatus: null, modifiedAt: null, componentChanges: [], ...known }
}
