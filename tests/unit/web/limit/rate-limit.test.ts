import { describe, expect, it } from 'vitest'
import { createRateLimit } from '#lib/web/limit/rate-limit.ts'

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
