import type { ParsedUpdate } from '#lib/adapters/adapter.ts'
import { collectUpdates, type Located, type Report, withDerivedIds } from './report.ts'

/** An update whose id the platform may not have. */
export type UnnamedUpdate = Omit<ParsedUpdate, 'externalId'> & { externalId?: string }

/** As `collectUpdates`, for platforms whose updates have no ids: they get those of `withDerivedIds`. */
export function collectUnnamedUpdates<T extends Located>(
  report: Report,
  items: readonly T[],
  read: (item: T) => UnnamedUpdate | null,
): { updates: ParsedUpdate[]; complete: boolean } {
  // The place in the document keeps two equal entries apart until their order gives them their ids.
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
