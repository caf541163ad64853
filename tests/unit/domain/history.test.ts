import { describe, expect, it } from 'vitest'
import { computeHeld, computeHistory, firstKnown, type HistoryIncident } from '#lib/domain/history.ts'
import type { CoveragePeriod } from '#lib/domain/incident.ts'
import { parseWindow } from '#lib/domain/window.ts'

const asOf = new Date('2025-07-01T00:00:00Z')
const covered: CoveragePeriod[] = [period('2024-01-01T00:00Z', '2025-07-01T00:00Z')]

function period(from: string, to: string): CoveragePeriod {
  return { from: new Date(from), to: new Date(to), quality: 'complete' }
}

/** Reported from start to end; open without an end. */
function incident(
  id: string,
  start: string,
  end: string | null,
  values: Partial<HistoryIncident> = {},
): HistoryIncident {
  return {
    id,
    startedAt: new Date(start),
    endedAt: end === null ? null : new Date(end),
    basis: end === null ? 'ongoing' : 'reported',
    mitigatedAt: null,
    startedAfter: null,
    startedBefore: null,
    ...values,
  }
}

function undated(id: string, after: string | null, before: string | null): HistoryIncident {
  return {
    ...incident(id, '2025-01-01T00:00Z', null),
    startedAt: null,
    basis: 'undated',
    startedAfter: after === null ? null : new Date(after),
    startedBefore: before === null ? null : new Date(before),
  }
}

function history(text: string, incidents: HistoryIncident[], known: { coverage?: CoveragePeriod[]; asOf?: Date } = {}) {
  const { coverage = covered, asOf: moment = asOf } = known
  const window = parseWindow(text, { asOf: moment, firstKnown: firstKnown(incidents, coverage) })
  return computeHistory({ incidents, coverage, window, asOf: moment })
}

function monthOf(result: ReturnType<typeof history>, month: string) {
  return result.monthly.find((row) => row.month === month)
}

describe('incidents of a window', () => {
  it('are those that started in it: the first instant belongs to it, the last does not', () => {
    const result = history('2025-03', [
      incident('before', '2025-02-28T23:00Z', '2025-02-28T23:30Z'),
      incident('first', '2025-03-01T00:00Z', '2025-03-01T01:00Z'),
      incident('last', '2025-03-31T23:59:59Z', '2025-04-01T01:00Z'),
      incident('after', '2025-04-01T00:00Z', '2025-04-01T01:00Z'),
    ])
    expect(result).toMatchObject({ incidentCount: 2, carriedOver: [] })
    expect(result.downtimeSeconds).toBe(3600 + 1)
    expect(result.incidentSeconds).toBe(3600 + 1)
  })

  it('that began before it are carried over: named apart, their clipped downtime added', () => {
    const result = history('2025-03', [
      incident('long', '2025-02-27T00:00Z', '2025-03-01T05:00Z'),
      incident('longer', '2025-02-20T00:00Z', null),
      incident('ended as the window began', '2025-02-20T00:00Z', '2025-03-01T00:00Z'),
      incident('single', '2025-02-20T00:00Z', '2025-02-20T00:00Z', { basis: 'single' }),
      incident('impossible', '2025-02-20T00:00Z', null, { basis: 'impossible' }),
    ])
    expect(result.carriedOver).toEqual(['longer', 'long'])
    expect(result.incidentCount).toBe(0)
    expect(result.downtimeSeconds).toBe(31 * 86_400)
    expect(result.incidentSeconds).toBe(31 * 86_400 + 5 * 3600)
    expect(result.longest).toBeNull()
  })

  it('that began at the same moment keep one order, whatever order they came in', () => {
    const alike = ['b', 'a', 'c'].map((id) => incident(id, '2025-02-27T00:00Z', '2025-03-01T05:00Z'))
    expect(history('2025-03', alike).carriedOver).toEqual(['a', 'b', 'c'])
    expect(history('2025-02', alike).longest?.id).toBe('a')
  })

  it('across midnight on 31 May count minutes in both months, and count once, in May', () => {
    const result = history('12m', [incident('a', '2025-05-31T23:20Z', '2025-06-01T00:50Z')])
    expect(monthOf(result, '2025-05')).toEqual({ month: '2025-05', incidentCount: 1, downtimeSeconds: 40 * 60 })
    expect(monthOf(result, '2025-06')).toEqual({ month: '2025-06', incidentCount: 0, downtimeSeconds: 50 * 60 })
  })

  it('that overlap are down once', () => {
    const result = history('12m', [
      incident('a', '2025-05-10T10:00Z', '2025-05-10T12:00Z'),
      incident('b', '2025-05-10T11:00Z', '2025-05-10T13:00Z'),
      incident('c', '2025-05-10T11:10Z', '2025-05-10T11:20Z'),
    ])
    expect(result.downtimeSeconds).toBe(3 * 3600)
    expect(result.incidentSeconds).toBe(4 * 3600 + 600)
  })
})

describe('an incident without a usable duration', () => {
  const single = incident('single', '2025-05-10T10:00Z', '2025-05-10T10:00Z', { basis: 'single' })
  const impossible = incident('impossible', '2025-05-11T10:00Z', null, { basis: 'impossible' })

  it('counts, adds no downtime and is in no median', () => {
    const result = history('12m', [single, impossible, undated('undated', '2025-05-01T00:00Z', '2025-05-20T00:00Z')])
    expect(result).toMatchObject({ incidentCount: 3, unknownDurationCount: 3, downtimeSeconds: 0, longest: null })
    expect(monthOf(result, '2025-05')).toEqual({ month: '2025-05', incidentCount: 3, downtimeSeconds: 0 })
  })

  it('of basis corrected has one again', () => {
    const corrected = incident('a', '2025-05-10T10:00Z', '2025-05-10T10:35Z', { basis: 'corrected' })
    expect(history('12m', [corrected])).toMatchObject({
      unknownDurationCount: 0,
      downtimeSeconds: 35 * 60,
      longest: { id: 'a', durationSeconds: 35 * 60 },
    })
  })
})

describe('an undated incident', () => {
  const inAutumn = undated('a', '2024-10-14T10:24Z', '2024-11-11T17:24Z')

  it('is in a window that holds both its bounds, and in no other', () => {
    expect(history('2024', [inAutumn]).incidentCount).toBe(1)
    expect(history('2024-10-14..2024-11-11', [inAutumn]).incidentCount).toBe(1)
    expect(history('2024-10', [undated('a', '2024-10-01T00:00Z', '2024-11-01T00:00Z')]).incidentCount).toBe(1)
    expect(history('2024-10-15..2024-11-30', [inAutumn]).incidentCount).toBe(0)
    expect(history('2024-10', [inAutumn]).incidentCount).toBe(0)
  })

  it('is always in all, and in a month only when both bounds are', () => {
    expect(
      history('all', [inAutumn, undated('b', null, null), undated('c', '2025-06-03T00:00Z', null)]).incidentCount,
    ).toBe(3)
    const rows = history('all', [inAutumn, undated('d', '2024-10-02T00:00Z', '2024-10-03T00:00Z')]).monthly
    expect(rows.filter((row) => row.incidentCount).map((row) => [row.month, row.incidentCount])).toEqual([
      ['2024-10', 1],
    ])
  })

  it('that must have started after asOf was not there yet', () => {
    expect(history('all', [inAutumn], { asOf: new Date('2024-10-01T00:00:00Z') }).incidentCount).toBe(0)
    expect(history('all', [inAutumn], { asOf: new Date('2024-11-01T00:00:00Z') }).incidentCount).toBe(1)
  })
})

describe('asOf', () => {
  const incidents = [
    incident('ended', '2025-05-10T10:00Z', '2025-05-10T12:00Z'),
    incident('open', '2025-06-30T23:00Z', null),
    incident('later', '2025-08-01T00:00Z', '2025-08-01T01:00Z'),
  ]

  it('ends open spans, hides what comes later and leaves the past alone', () => {
    expect(history('12m', incidents)).toMatchObject({ incidentCount: 2, downtimeSeconds: 3 * 3600 })
    expect(history('12m', incidents, { asOf: new Date('2025-05-10T11:00:00Z') })).toMatchObject({
      incidentCount: 1,
      downtimeSeconds: 3600,
      longest: null,
    })
    expect(history('12m', incidents, { asOf: new Date('2025-09-01T00:00:00Z') }).incidentCount).toBe(3)
  })

  it('does not change a window that was over by then', () => {
    const figures = (moment: string) => ({ ...history('2025-05', incidents, { asOf: new Date(moment) }), asOf: null })
    expect(figures('2025-06-01T00:00:00Z')).toEqual(figures('2025-09-01T00:00:00Z'))
  })
})

describe('ranked durations', () => {
  const minutes = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
  const incidents = minutes.map((length, index) =>
    incident(
      `i${index}`,
      `2025-05-${10 + index}T00:00Z`,
      `2025-05-${10 + index}T${Math.floor(length / 60)
        .toString()
        .padStart(2, '0')}:${(length % 60).toString().padStart(2, '0')}Z`,
      {
        mitigatedAt: new Date(Date.parse(`2025-05-${10 + index}T00:00Z`) + (length / 2) * 60_000),
      },
    ),
  )

  it('are nearest-rank: values that occurred', () => {
    expect(history('12m', incidents)).toMatchObject({
      medianDurationSeconds: 50 * 60,
      p90DurationSeconds: 90 * 60,
      medianTimeToMitigateSeconds: 25 * 60,
      longest: { id: 'i9', durationSeconds: 100 * 60 },
    })
  })

  it('are null under five, while the longest is not', () => {
    expect(history('12m', incidents.slice(0, 4))).toMatchObject({
      medianDurationSeconds: null,
      p90DurationSeconds: null,
      medianTimeToMitigateSeconds: null,
      longest: { id: 'i3' },
    })
    expect(history('12m', incidents.slice(0, 5)).medianDurationSeconds).toBe(30 * 60)
  })

  it('are of finished incidents, in full length even where the window cuts them', () => {
    const open = incident('open', '2025-05-02T00:00Z', null)
    const beyond = incident('beyond', '2025-05-31T00:00Z', '2025-06-10T00:00Z')
    expect(history('2025-05', [...incidents, open, beyond]).longest).toEqual({
      id: 'beyond',
      durationSeconds: 10 * 86_400,
    })
  })

  it('name the older of two that lasted as long', () => {
    const alike = [
      incident('younger', '2025-06-02T00:00Z', '2025-06-02T05:00Z'),
      incident('older', '2025-06-01T00:00Z', '2025-06-01T05:00Z'),
    ]
    expect(history('12m', alike).longest?.id).toBe('older')
  })
})

describe('coverage', () => {
  const one = [incident('a', '2025-05-10T10:00Z', '2025-05-10T12:00Z')]

  it('divides the rate: months that are covered, at least one, never a constant', () => {
    const quarter = [period('2025-04-01T00:00Z', '2025-07-01T00:00Z')]
    expect(history('12m', one, { coverage: quarter }).incidentsPerMonth).toBeCloseTo(30.436875 / 91, 10)
    expect(
      history('12m', one, { coverage: [period('2025-05-10T00:00Z', '2025-05-11T00:00Z')] }).incidentsPerMonth,
    ).toBe(1)
    expect(history('12m', one, { coverage: [] }).incidentsPerMonth).toBeNull()
  })

  it('that is partial counts for the rate, that failed does not', () => {
    const partial = [{ ...period('2025-04-01T00:00Z', '2025-07-01T00:00Z'), quality: 'partial' as const }]
    const failed = [{ ...period('2024-04-01T00:00Z', '2025-07-01T00:00Z'), quality: 'failed' as const }]
    expect(history('12m', one, { coverage: partial }).incidentsPerMonth).toBeCloseTo(30.436875 / 91, 10)
    expect(history('12m', one, { coverage: failed })).toMatchObject({
      incidentsPerMonth: null,
      coverage: { from: null, to: null, complete: false },
    })
  })

  it('is clipped to the window, and complete when it fills it', () => {
    expect(history('2025-05', one).coverage).toEqual({
      from: new Date('2025-05-01T00:00Z'),
      to: new Date('2025-06-01T00:00Z'),
      complete: true,
      knownDays: 31,
      days: 31,
      periods: [period('2025-05-01T00:00Z', '2025-06-01T00:00Z')],
    })
    expect(history('24m', one).coverage).toMatchObject({ from: new Date('2024-01-01T00:00Z'), complete: false })
  })

  it('without it a month has no zeros, but keeps what is known', () => {
    const result = history('2025-03-01..2025-06-30', [incident('open', '2025-05-10T00:00Z', null)], {
      coverage: [period('2025-04-10T00:00Z', '2025-04-11T00:00Z')],
    })
    expect(result.monthly).toEqual([
      { month: '2025-03', incidentCount: null, downtimeSeconds: null },
      { month: '2025-04', incidentCount: 0, downtimeSeconds: 0 },
      { month: '2025-05', incidentCount: 1, downtimeSeconds: 22 * 86_400 },
      { month: '2025-06', incidentCount: null, downtimeSeconds: 30 * 86_400 },
    ])
  })
})

describe('time without a posted incident', () => {
  it('is floored to three decimals and never rounds up to 100', () => {
    expect(
      history('12m', [incident('a', '2025-05-10T10:00:00Z', '2025-05-10T10:00:01Z')]).timeWithoutIncidentPercent,
    ).toBe(99.999)
    expect(history('12m', []).timeWithoutIncidentPercent).toBe(100)
    expect(
      history('2025-06', [incident('a', '2025-06-01T00:00Z', '2025-06-21T00:00Z')]).timeWithoutIncidentPercent,
    ).toBe(33.333)
  })

  it('is of the covered time, and null where less than 95 % of the window is covered', () => {
    const atLeast95 = [period('2025-06-01T00:00Z', '2025-06-29T12:00Z')]
    const tooLittle = [period('2025-06-01T00:00Z', '2025-06-29T11:59:59Z')]
    const atTheEnd = [incident('a', '2025-06-29T00:00Z', '2025-06-30T00:00Z')]
    expect(history('2025-06', atTheEnd, { coverage: atLeast95 }).timeWithoutIncidentPercent).toBe(98.245)
    expect(history('2025-06', atTheEnd, { coverage: tooLittle }).timeWithoutIncidentPercent).toBeNull()
    expect(history('2025-06', [], { coverage: [] }).timeWithoutIncidentPercent).toBeNull()
  })
})

describe('what is held', () => {
  it('is everything since the first covered or first known instant', () => {
    const old = incident('old', '2019-03-01T00:00Z', '2019-03-01T01:00Z')
    expect(computeHeld({ incidents: [old], coverage: covered, asOf })).toEqual({
      incidentCount: 1,
      downtimeSeconds: 3600,
      downtimeIsMinimum: false,
      unknownDurationCount: 0,
      since: new Date('2019-03-01T00:00Z'),
    })
    expect(computeHeld({ incidents: [], coverage: covered, asOf }).since).toEqual(new Date('2024-01-01T00:00Z'))
  })

  it('is nothing since never when nothing is known; a failed reading is no knowledge', () => {
    const failed = [{ ...period('2024-04-01T00:00Z', '2025-07-01T00:00Z'), quality: 'failed' as const }]
    expect(computeHeld({ incidents: [], coverage: failed, asOf })).toMatchObject({ incidentCount: 0, since: null })
  })
})

it('a vendor without incidents and coverage has a history without zeros that mean something', () => {
  expect(history('2025-05', [], { coverage: [] })).toEqual({
    asOf,
    window: { from: new Date('2025-05-01T00:00Z'), to: new Date('2025-06-01T00:00Z') },
    coverage: { from: null, to: null, complete: false, knownDays: 0, days: 31, periods: [] },
    incidentCount: 0,
    carriedOver: [],
    unknownDurationCount: 0,
    downtimeSeconds: 0,
    downtimeIsMinimum: false,
    incidentSeconds: 0,
    incidentsPerMonth: null,
    durationCount: 0,
    medianDurationSeconds: null,
    p90DurationSeconds: null,
    medianTimeToMitigateSeconds: null,
    longest: null,
    timeWithoutIncidentPercent: null,
    monthly: [{ month: '2025-05', incidentCount: null, downtimeSeconds: null }],
  })
})
