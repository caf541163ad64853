import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DayIncident } from '#lib/domain/days.ts'
import { computeHistory } from '#lib/domain/history.ts'
import { IMPACTS, rankImpact } from '#lib/domain/incident.ts'
import { computeSeverity } from '#lib/domain/severity.ts'
import { parseWindow } from '#lib/domain/window.ts'
import { dayIncident as incident } from '#tests/support/day-incident.ts'

const at = (text: string) => new Date(`${text}Z`)
const ASOF = at('2026-04-01T00:00')
const HOUR = 3600

const lasting = (id: string, from: string, to: string, over: Partial<DayIncident> = {}) =>
  incident(id, { startedAt: at(from), endedAt: at(to), ...over })
const windowOf = (text: string) => parseWindow(text, { asOf: ASOF, firstKnown: null })
const severity = (incidents: DayIncident[], text = '12m') =>
  computeSeverity({ incidents, window: windowOf(text), asOf: ASOF })

describe('the figures by impact', () => {
  it('give an hour in which two are open to the worse of them, once', () => {
    const seen = severity([
      lasting('a', '2026-03-02T10:00', '2026-03-02T14:00'),
      lasting('b', '2026-03-02T11:00', '2026-03-02T12:00', { impact: 'critical' }),
      lasting('c', '2026-03-02T11:30', '2026-03-02T13:00', { impact: 'unknown' }),
    ])
    expect(seen.downtimeSeconds).toEqual({ critical: HOUR, unknown: HOUR, minor: 2 * HOUR })
    expect(seen.incidentCount).toEqual({ critical: 1, unknown: 1, minor: 1 })
    expect(seen.majorDowntimeSeconds).toBe(HOUR)
  })

  it('divide an outage across midnight on 31 March among both months, and count it in the first', () => {
    const seen = severity([lasting('a', '2026-02-28T22:00', '2026-03-01T03:00', { impact: 'major' })])
    expect(seen.monthly).toEqual([
      { month: '2026-02', incidentCount: { major: 1 }, downtimeSeconds: { major: 2 * HOUR } },
      { month: '2026-03', incidentCount: {}, downtimeSeconds: { major: 3 * HOUR } },
    ])
  })

  it('add the part inside the window of an outage that started before it, and do not count it', () => {
    const seen = severity([lasting('a', '2026-02-28T22:00', '2026-03-01T03:00', { impact: 'major' })], '2026-03')
    expect(seen).toMatchObject({ incidentCount: {}, downtimeSeconds: { major: 3 * HOUR } })
  })

  it('are a minimum where an outage is not rated, or a bad one was lost sight of', () => {
    const open = { endedAt: null, basis: 'ongoing', knownUntil: at('2026-03-02T12:00') } as const
    const isMinimum = (...list: DayIncident[]) => severity(list).majorDowntimeIsMinimum
    expect(isMinimum(lasting('a', '2026-03-02T10:00', '2026-03-02T14:00'))).toBe(false)
    expect(isMinimum(lasting('a', '2026-03-02T10:00', '2026-03-02T14:00', { impact: 'unknown' }))).toBe(true)
    expect(isMinimum(incident('a', { startedAt: at('2026-03-02T10:00'), impact: 'major', ...open }))).toBe(true)
    expect(isMinimum(incident('a', { startedAt: at('2026-03-02T10:00'), impact: 'minor', ...open }))).toBe(false)
  })

  const second = fc.integer({ min: at('2024-01-01T00:00').getTime() / 1000, max: ASOF.getTime() / 1000 })
  const any = fc
    .array(fc.tuple(second, fc.nat(40 * 86_400), fc.constantFrom(...IMPACTS), fc.boolean()), { maxLength: 15 })
    .map((list) =>
      list.map(([start, length, impact, isOpen], index) =>
        incident(`i${index}`, {
          startedAt: new Date(start * 1000),
          endedAt: isOpen ? null : new Date((start + length) * 1000),
          basis: isOpen ? 'ongoing' : 'reported',
          impact,
        }),
      ),
    )

  it('add up to those of the window and of each month, and are those of a page narrowed to major', () => {
    fc.assert(
      fc.property(any, fc.constantFrom('24m', '90d', '2025', '2025-10'), (incidents, text) => {
        const of = (list: DayIncident[]) =>
          computeHistory({ incidents: list, coverage: [], window: windowOf(text), asOf: ASOF })
        const [seen, history] = [severity(incidents, text), of(incidents)]
        const sum = (numbers: object) => Object.values(numbers).reduce((total, value) => total + value, 0)
        expect(sum(seen.downtimeSeconds)).toBe(history.downtimeSeconds)
        expect(sum(seen.incidentCount)).toBe(history.incidentCount)
        const rows = new Map(seen.monthly.map((row) => [row.month, row]))
        for (const { month, incidentCount, downtimeSeconds } of history.monthly) {
          const row = rows.get(month)
          expect([sum(row?.incidentCount ?? {}), sum(row?.downtimeSeconds ?? {})]).toEqual([
            incidentCount ?? 0,
            downtimeSeconds ?? 0,
          ])
        }
        const major = of(incidents.filter(({ impact }) => rankImpact(impact) >= rankImpact('major')))
        expect(seen.majorDowntimeSeconds).toBe(major.downtimeSeconds)
      }),
    )
  })
})
