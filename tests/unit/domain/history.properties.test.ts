import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeHistory, firstKnown, type HistoryIncident, isInWindow } from '#lib/domain/history.ts'
import { COVERAGE_QUALITIES, type CoveragePeriod, type Span } from '#lib/domain/incident.ts'
import { spanAt } from '#lib/domain/span.ts'
import { parseWindow } from '#lib/domain/window.ts'

const START = Date.UTC(2023, 0, 1)
const END = Date.UTC(2026, 0, 1)

/** With milliseconds, as sources give them: figures must hold for those too. */
const instant = fc.integer({ min: START, max: END }).map((ms) => new Date(ms))
const lengthMs = fc.oneof(fc.nat(120_000), fc.nat(86_400_000), fc.nat(90 * 86_400_000))

const span: fc.Arbitrary<Span> = fc
  .record({
    startedAt: instant,
    lengthMs,
    basis: fc.constantFrom('reported', 'corrected', 'ongoing', 'single', 'impossible'),
  })
  .map(({ startedAt, lengthMs: length, basis }) => {
    const end = new Date(startedAt.getTime() + length)
    const endedAt = { reported: end, corrected: end, ongoing: null, impossible: null, single: startedAt }[basis]
    return { startedAt, endedAt, basis, mitigatedAt: new Date(startedAt.getTime() + Math.floor(length / 2)) } as Span
  })

const undated = fc.tuple(fc.option(instant), fc.option(fc.nat(60 * 86_400_000))).map(([startedAfter, length]) => ({
  startedAt: null,
  endedAt: null,
  basis: 'undated' as const,
  mitigatedAt: null,
  startedAfter,
  startedBefore: startedAfter === null || length === null ? null : new Date(startedAfter.getTime() + length),
}))

const dated = span.map((known) => ({ ...known, startedAfter: null, startedBefore: null }))

const incidents: fc.Arbitrary<HistoryIncident[]> = fc
  .array(fc.oneof({ weight: 5, arbitrary: dated }, { weight: 1, arbitrary: undated }), { maxLength: 20 })
  .map((list) => list.map((known, index) => ({ id: `i${index}`, ...known })))

const coverage: fc.Arbitrary<CoveragePeriod[]> = fc.array(
  fc.tuple(instant, lengthMs, fc.constantFrom(...COVERAGE_QUALITIES)).map(([from, length, quality]) => ({
    from,
    to: new Date(from.getTime() + length),
    quality,
  })),
  { maxLength: 6 },
)

const windowText = fc.constantFrom('24m', '12m', '90d', 'all', '2023', '2024', '2024-02', '2023-11-15..2024-02-15')
const asOf = fc.integer({ min: Date.UTC(2024, 2, 1), max: END + 86_400_000 }).map((ms) => new Date(ms))
const known = fc.record({ incidents, coverage, windowText, asOf })

function compute(input: { incidents: HistoryIncident[]; coverage: CoveragePeriod[]; windowText: string; asOf: Date }) {
  const window = parseWindow(input.windowText, {
    asOf: input.asOf,
    firstKnown: firstKnown(input.incidents, input.coverage),
  })
  return { window, history: computeHistory({ ...input, window }) }
}

function sum(values: (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0)
}

describe('of any incidents in any window', () => {
  it('downtime is at most the sum of the spans, and at most the window', () => {
    fc.assert(
      fc.property(known, (input) => {
        const { history, window } = compute(input)
        expect(history.downtimeSeconds).toBeLessThanOrEqual(history.incidentSeconds)
        expect(history.downtimeSeconds * 1000).toBeLessThanOrEqual(window.to.getTime() - window.from.getTime())
        expect(history.downtimeSeconds).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it("the months' downtime adds up to the window's", () => {
    fc.assert(
      fc.property(known, (input) => {
        const { history } = compute(input)
        expect(sum(history.monthly.map((row) => row.downtimeSeconds))).toBe(history.downtimeSeconds)
      }),
    )
  })

  it("the months' counts add up to the window's, less the undated that no single month holds", () => {
    fc.assert(
      fc.property(known, (input) => {
        const { history, window } = compute(input)
        const homeless = input.incidents.filter((incident) => {
          const { startedAt, startedAfter, startedBefore } = incident
          if (startedAt !== null || !isInWindow(incident, window)) return false
          if (startedAfter === null || startedBefore === null) return true
          const nextMonth = new Date(Date.UTC(startedAfter.getUTCFullYear(), startedAfter.getUTCMonth() + 1))
          return startedBefore > nextMonth || startedAfter >= window.to
        })
        expect(sum(history.monthly.map((row) => row.incidentCount))).toBe(history.incidentCount - homeless.length)
      }),
    )
  })

  it('a month without coverage has no zeros', () => {
    fc.assert(
      fc.property(known, (input) => {
        for (const row of compute({ ...input, coverage: [] }).history.monthly) {
          expect([row.incidentCount, row.downtimeSeconds]).not.toContain(0)
        }
      }),
    )
  })

  it('order and repetition do not matter', () => {
    const shuffled = known.chain((input) =>
      fc.tuple(
        fc.constant(input),
        fc.shuffledSubarray([...input.incidents, ...input.incidents], { minLength: input.incidents.length * 2 }),
        fc.shuffledSubarray(input.coverage, { minLength: input.coverage.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([input, otherIncidents, otherCoverage]) => {
        const other = compute({ ...input, incidents: otherIncidents, coverage: [...otherCoverage, ...otherCoverage] })
        expect(other.history).toEqual(compute(input).history)
      }),
    )
  })

  it('one more incident never lowers a count or the downtime', () => {
    fc.assert(
      fc.property(known, dated, windowText, (input, extra, text) => {
        const fewer = compute({ ...input, windowText: text === 'all' ? '24m' : text })
        const more = compute({
          ...input,
          windowText: text === 'all' ? '24m' : text,
          incidents: [...input.incidents, { id: 'extra', ...extra }],
        })
        expect(more.history.incidentCount).toBeGreaterThanOrEqual(fewer.history.incidentCount)
        expect(more.history.downtimeSeconds).toBeGreaterThanOrEqual(fewer.history.downtimeSeconds)
        expect(more.history.incidentSeconds).toBeGreaterThanOrEqual(fewer.history.incidentSeconds)
      }),
    )
  })

  it('a window cut in two has the same downtime and the same dated incidents as its halves', () => {
    fc.assert(
      fc.property(incidents, coverage, fc.integer({ min: 2, max: 28 }), (list, periods, day) => {
        const moment = new Date(END)
        const part = (text: string) =>
          compute({ incidents: list, coverage: periods, windowText: text, asOf: moment }).history
        const cut = String(day).padStart(2, '0')
        const dayBefore = String(day - 1).padStart(2, '0')
        const halves = [part(`2024-02-01..2024-02-${dayBefore}`), part(`2024-02-${cut}..2024-02-29`)]
        const whole = part('2024-02')
        expect(sum(halves.map((half) => half.downtimeSeconds))).toBe(whole.downtimeSeconds)
        expect(sum(halves.map((half) => half.incidentSeconds))).toBe(whole.incidentSeconds)
        const datedOnly = list.filter(({ startedAt }) => startedAt !== null)
        const count = (text: string) =>
          compute({ incidents: datedOnly, coverage: periods, windowText: text, asOf: moment }).history.incidentCount
        expect(count(`2024-02-01..2024-02-${dayBefore}`) + count(`2024-02-${cut}..2024-02-29`)).toBe(count('2024-02'))
      }),
    )
  })

  it('a later asOf moves nothing of a window that was over, but for what was still open', () => {
    fc.assert(
      fc.property(incidents, coverage, asOf, asOf, (list, periods, one, other) => {
        const [sooner, later] = one < other ? [one, other] : [other, one]
        const finished = list.filter((incident) => spanAt(incident, sooner).basis !== 'ongoing')
        const at = (moment: Date) => ({
          ...compute({ incidents: finished, coverage: periods, windowText: '2023', asOf: moment }).history,
          asOf: null,
        })
        expect(at(later)).toEqual(at(sooner))
      }),
    )
  })

  it('what has not begun by asOf is in no figure', () => {
    fc.assert(
      fc.property(known, (input) => {
        const started = input.incidents.filter(({ startedAt, startedAfter }) => {
          const bound = startedAt ?? startedAfter
          return bound === null || bound < input.asOf
        })
        const window = parseWindow('24m', { asOf: input.asOf, firstKnown: null })
        expect(computeHistory({ ...input, incidents: started, window })).toEqual(computeHistory({ ...input, window }))
      }),
    )
  })

  it('the percentage is between 0 and 100, and 100 only without downtime', () => {
    fc.assert(
      fc.property(incidents, asOf, (list, moment) => {
        const everything: CoveragePeriod[] = [{ from: new Date(START), to: new Date(END * 2), quality: 'complete' }]
        const { timeWithoutIncidentPercent: percent, downtimeSeconds } = compute({
          incidents: list,
          coverage: everything,
          windowText: '2023',
          asOf: moment,
        }).history
        expect(percent).toBeGreaterThanOrEqual(0)
        expect(percent === 100).toBe(downtimeSeconds === 0)
      }),
    )
  })
})
