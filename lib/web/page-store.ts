import type { CachedPage } from './cached-page.ts'

/** Pages by key within a bound of bytes; the one not asked for longest goes first. */
export interface PageStore {
  get(key: string): CachedPage | undefined
  put(page: CachedPage): void
  delete(key: string): void
  pages(): Iterable<CachedPage>
  bytes(): number
  size(): number
}

export function createPageStore(maxBytes: number): PageStore {
  // A Map keeps the order of insertion, so that inserting again on use keeps the least recently used first.
  const pages = new Map<string, CachedPage>()
  let bytes = 0

  function remove(page: CachedPage): void {
    pages.delete(page.key)
    bytes -= page.bytes
    page.release?.()
  }

  return {
    get(key) {
      const page = pages.get(key)
      if (page === undefined) return undefined
      pages.delete(key)
      pages.set(key, page)
      return page
    },
    put(page) {
      this.delete(page.key)
      if (page.bytes > maxBytes) {
        page.release?.()
        return
      }
      pages.set(page.key, page)
      bytes += page.bytes
      for (const oldest of pages.values()) {
        if (bytes <= maxBytes) break
        remove(oldest)
      }
    },
    delete(key) {
      const page = pages.get(key)
      if (page !== undefined) remove(page)
    },
    pages: () => pages.values(),
    bytes: () => bytes,
    size: () => pages.size,
  }
}
