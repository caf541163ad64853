import { describe, expect, it } from 'vitest'
import { findBreaks } from '#lib/domain/statistics/breaks.ts'
import type { PastOutage } from '#lib/domain/statistics/forecast.ts'
import { compareQuarters } from '#lib/domain/statistics/quarter-change.ts'
import type { Month } from '#lib/domain/statistics/rate.ts'
import { ASKED_AT_MINUTES, addRecords, trackRecord } from '#lib/domain/statistics/track-record.ts'
import { trendOf } from '#lib/domain/statistics/trend.ts'
import { hasShared } from '#tests/support/shared.ts'
import { readRealHistories } from '#tests/support/statistics/real-histories.ts'
import { seeded, shuffled } from '#tests/support/statistics/seeded.ts'

const PERMUTATIONS = 2_000
const histories = hasShared ? Object.entries(readRealHistories()) : []

describe.skipIf(!hasShared)('on histories of real vendors', () => {
  it('are at least four, of a hundred outages or more', () => {
    expect(histories.filter(([, outages]) => outages.length >= 100).length).toBeGreaterThanOrEqual(4)
  })

  it.each(histories)('the bound for %s holds for 80 % of the next, within three standard errors', (_, outages) => {
    const record = trackRecord(outages)
    for (const minutes of ASKED_AT_MINUTES) {
      const { cases, kept } = record.byMinutes[minutes]
      const error = Math.sqrt((0.8 * 0.2) / cases)
      expect(Math.abs(kept / cases - 0.8), `${kept} of ${cases} after ${minutes} minutes`).toBeLessThan(3 * error)
    }
    expect(addRecords([record])).toEqual(record)
  })

  it.each(histories.filter(([, outages]) => monthsOf(outages).length >= 24))(
    'the trend of %s raises false alarms in under 5 % of the permutations of its months',
    (_, outages) => {
      const [months, random] = [monthsOf(outages), seeded(19)]
      let alarms = 0
      for (let turn = 0; turn < PERMUTATIONS; turn++) {
        const order = shuffled(months, random)
        if (trendOf(order.slice(0, 12), order.slice(12, 24))?.direction !== 'cannot be told apart') alarms += 1
      }
      expect(alarms / PERMUTATIONS).toBeLessThan(0.05)
    },
  )

  it.each(histories.filter(([, outages]) => monthsOf(outages).length >= 24))(
    'a quarter of %s is called different in under 12 % of the permutations of its months, at a nominal 10 %',
    (_, outages) => {
      const [months, random] = [monthsOf(outages), seeded(21)]
      let alarms = 0
      for (let turn = 0; turn < PERMUTATIONS / 4; turn++) {
        const order = shuffled(months, random).slice(0, 24)
        const { verdict } = compareQuarters(order.slice(0, 3), order.slice(3, 6), order)
        if (verdict !== 'cannot be told apart' && verdict !== null) alarms += 1
      }
      expect(alarms / (PERMUTATIONS / 4)).toBeLessThan(0.12)
    },
  )

  it('a break is found where Google Cloud began to rate its outages anew, and none elsewhere', () => {
    const found = histories.flatMap(([name, outages]) =>
      findBreaks(inOrder(outages)).map(({ at, cause }) => `${name} ${new Date(at).toISOString().slice(0, 7)} ${cause}`),
    )
    expect(found).toEqual(['Google Cloud 2022-05 kind'])
  })

  it('few breaks are found where the order is chance', () => {
    const random = seeded(20)
    for (const [name, outages] of histories) {
      let found = 0
      for (let turn = 0; turn < 20; turn++) found += findBreaks(postingsOf(outages, random)).length
      expect(found / 20, name).toBeLessThan(0.2)
    }
  })
})

/** Every whole month between the first outage and the last. */
function monthsOf(outages: readonly PastOutage[]): Month[] {
  const [newest, oldest] = [outages[0], outages.at(-1)]
  if (newest === undefined || oldest === undefined) return []
  const first = new Date(oldest.startedAt)
  const months: Month[] = []
  for (let index = 1; ; index++) {
    const [from, to] = [index, index + 1].map((n) => Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + n)) as [
      number,
      number,
    ]
    if (to > newest.startedAt) return months
    const amount = outages.filter(({ startedAt }) => startedAt >= from && startedAt < to).length
    months.push({ amount, exposure: 1 })
  }
}

function postingsOf(outages: readonly PastOutage[], random: () => number) {
  return shuffled(outages, random).map(({ impact, components }, at) => ({ at, source: 1, word: impact, components }))
}

function inOrder(outages: readonly PastOutage[]) {
  return outages.toReversed().map(({ startedAt, impact, components }) => {
    return { at: startedAt, source: 1, word: impact, components }
  })
}
