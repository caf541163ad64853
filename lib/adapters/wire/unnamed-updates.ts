import type { ParsedUpdate } from '#lib/adapters/adapter.ts'
import { collectUpdates, type Located, type Report, withDerivedIds } from './report.ts'

/** An update that may have no id from the platform. */
export type UnnamedUpdate = Omit<ParsedUpdate, 'externalId'> & { externalId?: string }

/** Like `collectUpdates`, for platforms whose updates have no ids: these get ids from `withDerivedIds`. */
export function collectUnnamedUpdates<T extends Located>(
  report: Report,
  items: readonly T[],
  read: (item: T) => UnnamedUpdate | null,
): { updates: ParsedUpdate[]; complete: boolean } {
  // Their place in the document distinguishes equal entries until their order gives them ids.
  const places = new Set<string>()
  const { updates, complete } = collectUpdates(report, items, (item) => {
    const update = read(item)
    if (update === null) return null
    if (update.externalId === undefined) places.add(item.path)
    return { ...update, externalId: update.externalId ?? item.path }
  })
  const derived = withDerivedIds(updates)
  return {
    updates: updates.map((update, index) => (places.has(update.externalId) ? (derived[index] ?? update) : update)),
    complete,
  }
}
