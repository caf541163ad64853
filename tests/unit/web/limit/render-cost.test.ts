import { expect, it } from 'vitest'
import { createRenderCosts, measuredAs, routeOf } from '#lib/web/limit/render-cost.ts'

it('a render costs what the last ones of its route took on average, without the dearest', async () => {
  let cpuMs = 0
  const costs = createRenderCosts(() => cpuMs)
  const taking = (ms: number) => async () => {
    cpuMs += ms
  }
  expect([costs.of('/vendors/a'), costs.of('/api/v1/at')]).toEqual([10, 2])
  for (const ms of [900, 30, 20]) await costs.measure('/vendors/a', taking(ms))
  expect(costs.of('/vendors/b')).toBe(25)
  expect(costs.of('/')).toBe(10)
  for (let i = 0; i < 9; i += 1) await costs.measure('/vendors/c', taking(5))
  expect(costs.of('/vendors/a')).toBe(5)
})

it('whoever asks for dear things among cheap ones does not pay for cheap ones only', async () => {
  let cpuMs = 0
  const costs = createRenderCosts(() => cpuMs)
  let paidMs = 0
  for (let i = 0; i < 90; i += 1) {
    paidMs += costs.of('/stack')
    await costs.measure('/stack', async () => {
      cpuMs += i % 9 < 4 ? 300 : 20
    })
  }
  expect(paidMs / cpuMs).toBeGreaterThan(0.75)
})

it.each([
  ['GET', '/vendors/a', '/vendors/a'],
  ['HEAD', '/mcp', '/mcp'],
  ['POST', '/mcp', 'POST /mcp'],
  ['POST', '/api/v1/vendors', null],
])('%s %s is measured as %s', (method, path, name) => {
  expect(measuredAs(method, path)).toBe(name)
})

it('renders under way at once share the processor time between them', async () => {
  let cpuMs = 0
  const costs = createRenderCosts(() => cpuMs)
  const gates = ['/a', '/b'].map((path) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    return { path, promise, resolve }
  })
  const renders = gates.map(({ path, promise }) => costs.measure(path, () => promise))
  cpuMs += 40
  gates[0]?.resolve()
  await renders[0]
  cpuMs += 30
  gates[1]?.resolve()
  await renders[1]
  expect([costs.of('/a'), costs.of('/b')]).toEqual([20, 50])
})

it('a render that fails has cost what it took', async () => {
  let cpuMs = 0
  const costs = createRenderCosts(() => cpuMs)
  const failing = async () => {
    cpuMs += 8
    throw new Error('no')
  }
  await expect(costs.measure('/at', failing)).rejects.toThrow('no')
  expect(costs.of('/at')).toBe(8)
})

it.each([
  ['/', '/'],
  ['/vendors/github', '/vendors/:'],
  ['/vendors/github/feed.atom', '/vendors/:/feed.atom'],
  ['/vendors/github/incidents/abc/words-of-it', '/vendors/:/incidents/:'],
  ['/vendors/github/incidents/abc/image.png', '/vendors/:/incidents/:/image.png'],
  ['/api/v1/vendors/github/incidents', '/api/v1/vendors/:/incidents'],
])('%s is of the route %s', (path, route) => {
  expect(routeOf(path)).toBe(route)
})

it('what the first render of a route takes to load makes no path of it dear', async () => {
  let cpuMs = 0
  const costs = createRenderCosts(() => cpuMs)
  const taking = (ms: number) => async () => {
    cpuMs += ms
  }
  await Promise.all(['/vendors/a', '/vendors/b'].map((path) => costs.measure(path, taking(500))))
  expect(['/vendors/a', '/vendors/b'].map(costs.isDear)).toEqual([false, false])
  await costs.measure('/vendors/a', taking(500))
  expect(['/vendors/a', '/vendors/b'].map(costs.isDear)).toEqual([true, false])
  await costs.measure('/vendors/a', taking(20))
  expect(costs.isDear('/vendors/a')).toBe(false)
})

it('knows which route has not been rendered yet', async () => {
  const costs = createRenderCosts(() => 0)
  expect(costs.isFirst('/vendors/github')).toBe(true)
  await costs.measure('/vendors/github', async () => {})
  expect([costs.isFirst('/vendors/courier'), costs.isFirst('/compare')]).toEqual([false, true])
})
