import type { ParsedUpdate } from '#lib/adapters/adapter.ts'

type Unnamed = Omit<ParsedUpdate, 'externalId'>

/** An update of which only what the platform has is named: without a status, unchanged since, about no component. */
export function newUpdate<K extends Pick<Unnamed, 'postedAt' | 'body' | 'format'> & Partial<ParsedUpdate>>(
  known: K,
): K & Unnamed {
  return { status: null, sourceStatus: null, modifiedAt: null, componentChanges: [], ...known }
}
