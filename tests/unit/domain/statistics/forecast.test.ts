import { describe, expect, it } from 'vitest'
import { forecast, type PastOutage, similarAmong } from '#lib/domain/statistics/forecast.ts'

const MINUTE = 60_000
const NOW = Date.UTC(2026, 4, 1)

/** An outage so many days ago that lasted so many minutes. */
function past(days: number, minutes: number, over: Partial<PastOutage> = {}): PastOutage {
  const startedAt = NOW - days * 86_400_000
  const endedAt = startedAt + minutes * MINUTE
  return { startedAt, endedAt, seenAt: endedAt, mitigatedAt: null, components: [], impact: 'minor', ...over }
}
/** Ten outages that lasted 10, 20, … 100 minutes. */
const ten = (over: Partial<PastOutage> = {}) => Array.from({ length: 10 }, (_, n) => past(n + 1, 10 * (n + 1), over))
const none = { similar: [], vendor: [], category: [] }
const now = { startedAt: NOW, mitigatedAt: null }

describe('a forecast', () => {
  it('gives the median and the 80 % bound of the rest, and the number it rests on', () => {
    expect(forecast(now, NOW + 5 * MINUTE, { ...none, similar: ten() })).toEqual({
      basis: 'similar',
      count: 10,
      medianSeconds: 55 * 60,
      boundSeconds: 85 * 60,
      share: 0.8,
      isMitigated: false,
    })
  })

  it('falls back to the vendor, then to its category, and says nothing of fewer than ten', () => {
    const [nine, all] = [ten().slice(1), ten()]
    expect(forecast(now, NOW, { similar: nine, vendor: all, category: all })?.basis).toBe('vendor')
    expect(forecast(now, NOW, { similar: nine, vendor: nine, category: all })?.basis).toBe('category')
    expect(forecast(now, NOW, { similar: nine, vendor: nine, category: nine })).toBeNull()
    // After a quarter of an hour, one of the ten was over.
    expect(forecast(now, NOW + 15 * MINUTE, { ...none, similar: all })).toBeNull()
  })

  it('counts from the mitigation once a fix is monitored, and before that leaves out what had one by then', () => {
    const fixed = ten().map((one) => ({ ...one, mitigatedAt: one.startedAt + 5 * MINUTE }))
    const mended = { startedAt: NOW, mitigatedAt: NOW + 30 * MINUTE }
    expect(forecast(mended, NOW + 31 * MINUTE, { ...none, vendor: fixed })).toMatchObject({
      medianSeconds: 54 * 60,
      isMitigated: true,
    })
    expect(forecast(mended, NOW + 31 * MINUTE, { ...none, vendor: ten() })).toBeNull()
    expect(forecast(now, NOW + 4 * MINUTE, { ...none, vendor: fixed })?.count).toBe(10)
    expect(forecast(now, NOW + 6 * MINUTE, { ...none, vendor: fixed })).toBeNull()
  })

  it('knows nothing of what came later', () => {
    const then = NOW - 9.5 * 86_400_000
    expect(forecast({ startedAt: then, mitigatedAt: null }, then, { ...none, vendor: ten() })).toBeNull()
    const unfinished = past(1, 6000, {})
    expect(forecast(now, NOW, { ...none, vendor: [unfinished, ...ten()] })).toMatchObject({ count: 11 })
    // Nine that had ended by then are too few; the tenth is only known to have lasted so far.
    expect(forecast(now, NOW, { ...none, vendor: [unfinished, ...ten().slice(1)] })).toBeNull()
  })

  it('rests on the hundred newest', () => {
    const long = Array.from({ length: 100 }, (_, n) => past(200 + n, 1000))
    const short = Array.from({ length: 100 }, (_, n) => past(1 + n, 10))
    expect(forecast(now, NOW, { ...none, vendor: [...short, ...long] })).toMatchObject({
      count: 100,
      boundSeconds: 600,
    })
  })
})

it('takes for similar what names one of the components, or else has the impact', () => {
  const [api, web, plain] = [past(1, 1, { components: [1, 2] }), past(2, 1, { components: [3] }), past(3, 1)]
  expect(similarAmong([api, web, plain], { components: [2, 9], impact: 'minor' })).toEqual([api])
  expect(similarAmong([api, web, plain], { components: [], impact: 'minor' })).toEqual([api, web, plain])
  expect(similarAmong([api, web, plain], { components: [], impact: 'major' })).toEqual([])
})
