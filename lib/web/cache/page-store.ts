import { LRUCache } from 'lru-cache'
import type { CachedPage } from './cached-page.ts'

/** Pages by key up to a number of bytes; the least recently used is evicted first. */
export interface PageStore {
  get(key: string): CachedPage | undefined
  /** Stores a page in place of its predecessor; a page larger than the limit is released at once. */
  put(page: CachedPage): void
  /** Counts a page anew whose size has changed, if it is still stored. */
  resize(page: CachedPage): void
  delete(key: string): void
  pages(): Iterable<CachedPage>
  bytes(): number
  size(): number
}

export function createPageStore(maxBytes: number): PageStore {
  const cache = new LRUCache<string, CachedPage>({
    maxSize: maxBytes,
    sizeCalculation: ({ bytes }) => bytes,
    dispose: (page) => page.release?.(),
  })
  return {
    get: (key) => cache.get(key),
    put(page) {
      cache.set(page.key, page)
      if (page.bytes > maxBytes) page.release?.()
    },
    resize(page) {
      if (cache.peek(page.key) !== page) return
      // The library asks for the size of an object only when it is new to it. What grows is in memory, and releases nothing.
      cache.delete(page.key)
      cache.set(page.key, page)
    },
    delete: (key) => void cache.delete(key),
    pages: () => cache.values(),
    bytes: () => cache.calculatedSize,
    size: () => cache.size,
  }
}
