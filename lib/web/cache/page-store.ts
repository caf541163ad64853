import { LRUCache } from 'lru-cache'
import type { CachedPage } from './cached-page.ts'

/** Pages by key within a bound of bytes; the one not asked for longest goes first. */
export interface PageStore {
  get(key: string): CachedPage | undefined
  /** Keeps a page, in the place of its predecessor; one that is larger than the bound is let go of at once. */
  put(page: CachedPage): void
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
    delete: (key) => void cache.delete(key),
    pages: () => cache.values(),
    bytes: () => cache.calculatedSize,
    size: () => cache.size,
  }
}
