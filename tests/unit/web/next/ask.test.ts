import type { ServerResponse } from 'node:http'
import { afterEach, expect, it, vi } from 'vitest'
import { databaseTrouble } from '#lib/database/database-errors.ts'
import { createRenderCosts } from '#lib/web/limit/render-cost.ts'
import { createAsk } from '#lib/web/next/ask.ts'

afterEach(() => void vi.useRealTimers())

/** Next, whose renders of /dear wait until they are let go. */
function aSite(cpuMs = () => 0) {
  const held: ServerResponse[] = []
  const ask = createAsk(async (request, response) => {
    if (request.url?.startsWith('/dear')) held.push(response)
    else response.end('cheap')
  }, createRenderCosts(cpuMs))
  const sink = { collectBytes: () => 1_000, signal: new AbortController().signal }
  const get = (url: string) => ask({ method: 'GET', url, headers: {} }, sink)
  return { held, get }
}

it('a crowd before one page, each with another query, leaves room for other pages', async () => {
  const { held, get } = aSite()
  const crowd = Array.from({ length: 50 }, (_, n) => get(`/dear?q=${n}`))
  for (let n = 0; n < 20; n += 1) expect(await get(`/cheap/${n}`)).toMatchObject({ answer: { status: 200 } })
  expect(held).toHaveLength(2)
  for (let n = 0; n < 50; n += 1) {
    await expect.poll(() => held.length).toBeGreaterThan(0)
    held.shift()?.end('dear')
  }
  for (const outcome of await Promise.all(crowd)) expect(outcome).toMatchObject({ answer: { status: 200 } })
})

it('whoever waits in the crowd for two seconds is told that the site is busy', async () => {
  const { held, get } = aSite()
  const [first, second, third] = ['/dear?1', '/dear?2', '/dear?3'].map(get)
  const refusal = await third?.catch((error) => error)
  expect(databaseTrouble(refusal)).toBe('busy')
  for (const response of held) response.end('dear')
  for (const outcome of [first, second]) expect(await outcome).toMatchObject({ answer: { status: 200 } })
})

it('pages that took long go one after the other, whatever their paths', async () => {
  let cpuMs = 0
  const { held, get } = aSite(() => cpuMs)
  // What the first render of a path like these takes counts as the loading of its route.
  for (const path of ['/dear/1', '/dear/1', '/dear/2', '/dear/2']) {
    const first = get(path)
    await expect.poll(() => held.length).toBe(1)
    cpuMs += 500
    held.shift()?.end('dear')
    await first
  }
  const again = ['/dear/1?a', '/dear/2?a', '/dear/1?b'].map(get)
  for (let n = 0; n < again.length; n += 1) {
    await expect.poll(() => held.length).toBe(1)
    expect(await get('/cheap')).toMatchObject({ answer: { status: 200 } })
    expect(held).toHaveLength(1)
    held.shift()?.end('dear')
  }
  for (const outcome of await Promise.all(again)) expect(outcome).toMatchObject({ answer: { status: 200 } })
})

it('the first read of a route may take 20 s, since it loads what renders it, and a later one 4.5 s', async () => {
  vi.useFakeTimers()
  const { get } = aSite()
  const patienceFor = async (url: string) => {
    const askedAt = performance.now()
    const refusal = get(url).catch((error) => error)
    await vi.runAllTimersAsync()
    expect(await refusal).toMatchObject({ name: 'TimeoutError' })
    return performance.now() - askedAt
  }
  expect(await patienceFor('/dear/vendors/a')).toBe(20_000)
  expect(await patienceFor('/dear/vendors/b')).toBe(4_500)
})
