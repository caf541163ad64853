import { describe, expect, it } from 'vitest'
import type { CachedPage } from '#lib/web/cache/cached-page.ts'
import { createPageStore } from '#lib/web/cache/page-store.ts'

function page(key: string, bytes: number): CachedPage {
  return { key, bytes } as CachedPage
}

function keys(store: ReturnType<typeof createPageStore>): string[] {
  return [...store.pages()].map((one) => one.key).sort()
}

describe('the store of pages', () => {
  it('gives up the page not asked for longest when the bound is passed', () => {
    const store = createPageStore(100)
    store.put(page('a', 40))
    store.put(page('b', 40))
    store.get('a')
    store.put(page('c', 40))
    expect(keys(store)).toEqual(['a', 'c'])
    expect(store.bytes()).toBe(80)
  })

  it('counts a page that is replaced once', () => {
    const store = createPageStore(100)
    store.put(page('a', 40))
    store.put(page('a', 60))
    expect(store.bytes()).toBe(60)
    expect(store.size()).toBe(1)
  })

  it('does not empty itself for a page that would never fit', () => {
    const store = createPageStore(100)
    store.put(page('a', 40))
    store.put(page('b', 101))
    expect(keys(store)).toEqual(['a'])
  })

  it('forgets a page whose successor does not fit', () => {
    const store = createPageStore(100)
    store.put(page('a', 40))
    store.put(page('a', 101))
    expect(store.get('a')).toBeUndefined()
    expect(store.bytes()).toBe(0)
  })

  it('lets go of a page once: when it is pushed out, replaced, deleted or never fitted', () => {
    const released: string[] = []
    const file = (key: string, bytes: number, name = key) => ({
      ...page(key, bytes),
      release: () => void released.push(name),
    })
    const store = createPageStore(100)
    store.put(file('pushed out', 60))
    store.put(file('replaced', 60, 'the first'))
    store.put(file('replaced', 50, 'the second'))
    store.put(file('too large', 101))
    store.delete('replaced')
    store.delete('replaced')
    expect(released).toEqual(['pushed out', 'the first', 'too large', 'the second'])
    expect(store.size()).toBe(0)
  })

  it('can be emptied while its pages are gone through', () => {
    const store = createPageStore(100)
    for (const key of ['a', 'b', 'c']) store.put(page(key, 10))
    for (const { key } of store.pages()) store.delete(key)
    expect(store.size()).toBe(0)
  })
})
