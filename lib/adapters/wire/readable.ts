import { type Located, quarantine, type Report, UnreadableItem } from './report.ts'

/** What `read` makes of each item, in document order; an item that throws UnreadableItem goes to quarantine. */
export function collectReadable<T extends Located, R>(report: Report, items: readonly T[], read: (item: T) => R): R[] {
  return items.flatMap((item) => {
    try {
      return [read(item)]
    } catch (error) {
      if (!(error instanceof UnreadableItem)) throw error
      quarantine(report, item, error.message)
      return []
    }
  })
}
