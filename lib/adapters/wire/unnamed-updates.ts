import type { ParsedUpdate } from '#lib/adapters/adapter.ts'
import { collectUpdates, type Located, type Report, withDerivedIds } from './report.ts'

export type UnnamedUpdate = Omit<ParsedUpdate, 'externalId'>

/** As `collectUpdates`, for platforms whose updates have no ids: they get those of `withDerivedIds`. */
export function collectUnnamedUpdates<T extends Located>(
  report: Report,
  items: readonly T[],
  read: (item: T) => UnnamedUpdate | null,
): { updates: ParsedUpdate[]; complete: boolean } {
  // The place in the document keeps two equal entries apart until their order gives them their ids.
  const { updates, complete } = collectUpdates(report, items, (item) => {
    const update = read(item)
    return update === null ? null : { externalId: item.path, ...update }
  })
  return { updates: withDerivedIds(updates.map(({ externalId: _, ...update }) => update)), complete }
}
