import { describe, expect, it } from 'vitest'
import { createRateLimit, renderTokens } from '#lib/web/limit/rate-limit.ts'

describe('the rate limit', () => {
  it('lets a visitor have a burst, then what flows in, and says how long to wait', () => {
    let now = 0
    const limit = createRateLimit(() => now, 10, 2)
    for (let i = 0; i < 10; i += 1) expect(limit.take('192.0.2.1', 1)).toBe(0)
    expect(limit.take('192.0.2.1', 4)).toBe(2)
    now += 2_000
    expect(limit.take('192.0.2.1', 4)).toBe(0)
    expect(limit.take('192.0.2.1', 1)).toBe(1)
  })

  it('never holds more than the burst', () => {
    let now = 0
    const limit = createRateLimit(() => now, 10, 2)
    limit.take('192.0.2.1', 1)
    now += 3_600_000
    expect(limit.take('192.0.2.1', 10)).toBe(0)
    expect(limit.take('192.0.2.1', 1)).toBe(1)
  })

  it('is half a minute of a core at once, then three quarters of a core', () => {
    let now = 0
    const limit = createRateLimit(() => now)
    const cpuMsGranted = () => {
      let granted = 0
      while (limit.take('192.0.2.1', renderTokens(50)) === 0) granted += 50
      return granted
    }
    expect(cpuMsGranted()).toBe(30_000)
    now += 10_000
    expect(cpuMsGranted()).toBe(7_500)
  })

  it('counts visitors apart', () => {
    const limit = createRateLimit(() => 0, 1, 1)
    expect(limit.take('192.0.2.1', 1)).toBe(0)
    expect(limit.take('192.0.2.2', 1)).toBe(0)
    expect(limit.take('192.0.2.1', 1)).toBe(1)
  })

  it('takes an IPv6 /64 for one visitor, however the address is written', () => {
    const limit = createRateLimit(() => 0, 1, 1)
    expect(limit.take('2001:db8:0:7::1', 1)).toBe(0)
    expect(limit.take('2001:0db8:0000:0007:ffff:ffff:ffff:ffff', 1)).toBe(1)
    expect(limit.take('2001:db8:0:8::1', 1)).toBe(0)
  })

  it('takes an IPv4 address for the same in either notation', () => {
    const limit = createRateLimit(() => 0, 1, 1)
    expect(limit.take('::ffff:192.0.2.1', 1)).toBe(0)
    expect(limit.take('192.0.2.1', 1)).toBe(1)
  })
})

it('a visitor has what /developers says: 0.75 seconds of processor time per second, and 30 seconds in reserve', () => {
  let now = 0
  const limit = createRateLimit(() => now)
  expect(limit.take('203.0.113.9', renderTokens(30_000))).toBe(0)
  expect(limit.take('203.0.113.9', 1)).toBe(1)
  now += 1_000
  expect(limit.take('203.0.113.9', renderTokens(750))).toBe(0)
  expect(limit.take('203.0.113.9', 1)).toBe(1)
})
