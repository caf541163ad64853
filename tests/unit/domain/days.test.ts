import { describe, expect, it } from 'vitest'
import { type DayIncident, daysIn, lastDays, listDays, listHours } from '#lib/domain/days.ts'
import { computeHistory } from '#lib/domain/history.ts'
import { dayIncident as incident } from '#tests/support/day-incident.ts'

const at = (text: string) => new Date(`${text}Z`)
const ASOF = at('2026-03-05T12:00:00')
const window = { from: at('2026-03-01T06:00'), to: ASOF }
const complete = [{ ...window, quality: 'complete' as const }]

const days = (incidents: DayIncident[], coverage = complete) => listDays({ incidents, coverage, window, asOf: ASOF })
const seconds = (incidents: DayIncident[]) => days(incidents).map(({ downtimeSeconds }) => downtimeSeconds)

describe('the days of a window', () => {
  it('are all that it touches', () => {
    expect(daysIn(window)).toEqual(['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'])
    expect(daysIn({ from: at('2026-03-01T00:00'), to: at('2026-03-02T00:00') })).toEqual(['2026-03-01'])
  })

  it('take their part of an outage across midnight, clipped to the window', () => {
    const long = incident('a', { startedAt: at('2026-02-28T00:00'), endedAt: at('2026-03-02T01:00') })
    expect(seconds([long])).toEqual([18 * 3600, 3600, 0, 0, 0])
  })

  it('count the time in which two are open once, and both of them', () => {
    const [, second] = days([
      incident('a', { startedAt: at('2026-03-02T10:00'), endedAt: at('2026-03-02T12:00') }),
      incident('b', { startedAt: at('2026-03-02T11:00'), endedAt: at('2026-03-02T13:00'), impact: 'critical' }),
    ])
    expect(second).toEqual({ day: '2026-03-02', downtimeSeconds: 3 * 3600, incidentCount: 2, worst: 'critical' })
  })

  it('let an open one run until now', () => {
    expect(seconds([incident('a', { startedAt: at('2026-03-04T23:00'), basis: 'ongoing' })])).toEqual([
      0,
      0,
      0,
      3600,
      12 * 3600,
    ])
  })

  it('show one without a reported length on its day, without downtime', () => {
    const at3 = at('2026-03-03T00:00')
    expect(days([incident('a', { startedAt: at3, endedAt: at3, basis: 'single' })])[2]).toEqual({
      day: '2026-03-03',
      downtimeSeconds: 0,
      incidentCount: 1,
      worst: 'minor',
    })
  })

  it('have no zero where nothing is known', () => {
    const late = [{ from: at('2026-03-04T12:00'), to: ASOF, quality: 'complete' as const }]
    expect(days([], late).map(({ downtimeSeconds }) => downtimeSeconds)).toEqual([null, null, null, 0, 0])
  })

  it('leave out what has no time, and what has not begun', () => {
    const undated = incident('a', { basis: 'undated', startedAfter: window.from, startedBefore: ASOF })
    const later = incident('b', { basis: 'ongoing', startedAt: at('2026-03-05T18:00') })
    expect(days([undated, later]).every(({ incidentCount }) => incidentCount === 0)).toBe(true)
  })

  it('add up to the downtime of the window', () => {
    const incidents = [
      incident('a', { startedAt: at('2026-02-27T10:00'), endedAt: at('2026-03-02T12:00:07') }),
      incident('b', { startedAt: at('2026-03-02T11:00'), endedAt: at('2026-03-03T13:00') }),
      incident('c', { startedAt: at('2026-03-05T11:00'), basis: 'ongoing' }),
    ]
    const history = computeHistory({
      incidents,
      coverage: complete,
      window: { ...window, text: '', label: '' },
      asOf: ASOF,
    })
    const sum = seconds(incidents).reduce<number>((total, value) => total + (value ?? 0), 0)
    expect(sum).toBe(history.downtimeSeconds)
  })
})

it('a window is cut to its last days, whole ones but for the last', () => {
  expect(lastDays(window, 2)).toEqual({ from: at('2026-03-04T00:00'), to: ASOF })
  expect(lastDays(window, 700)).toEqual(window)
})

describe('the hours of a day', () => {
  const day = { from: at('2026-03-02T00:00'), to: at('2026-03-03T00:00') }
  const hours = (incidents: DayIncident[], coverage = [{ ...day, quality: 'complete' as const }]) =>
    listHours({ incidents, coverage, window: day, asOf: ASOF })

  it('are 24, and together have the downtime of the day', () => {
    const incidents = [
      incident('a', { startedAt: at('2026-03-01T23:30'), endedAt: at('2026-03-02T01:15') }),
      incident('b', { startedAt: at('2026-03-02T09:54'), endedAt: at('2026-03-02T10:11'), impact: 'critical' }),
    ]
    const all = hours(incidents)
    expect(all).toHaveLength(24)
    expect(all[9]).toEqual({ hour: '2026-03-02T09', downtimeSeconds: 360, incidentCount: 1, worst: 'critical' })
    expect(all.reduce((sum, { downtimeSeconds }) => sum + (downtimeSeconds ?? 0), 0)).toBe(
      days(incidents)[1]?.downtimeSeconds,
    )
  })

  it('are empty where nothing is known, and end with what is known of today', () => {
    const known = [{ from: at('2026-03-02T12:00'), to: day.to, quality: 'complete' as const }]
    expect(
      hours([], known)
        .map(({ downtimeSeconds }) => downtimeSeconds)
        .indexOf(0),
    ).toBe(12)
    const today = { from: at('2026-03-05T00:00'), to: ASOF }
    expect(listHours({ incidents: [], coverage: complete, window: today, asOf: ASOF })).toHaveLength(12)
  })
})
