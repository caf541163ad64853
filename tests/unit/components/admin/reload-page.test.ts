import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('a page that reloads by itself does not cancel the request of a button that was pressed', async () => {
  vi.useFakeTimers()
  vi.stubGlobal('window', new EventTarget())
  const reload = vi.fn()
  vi.stubGlobal('location', { reload })
  vi.resetModules()
  const { reloadPage } = await import('#components/admin/run/reload-page.ts')
  reloadPage()
  expect(reload).toHaveBeenCalledTimes(1)
  // A form is sent, or a file fetched: whether the page is left, it does not know.
  window.dispatchEvent(new Event('beforeunload'))
  reloadPage()
  expect(reload).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(15_000)
  expect(reload).toHaveBeenCalledTimes(2)
})
