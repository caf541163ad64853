import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { coverageOf } from '#lib/domain/coverage.ts'
import { formatDuration, formatRate } from '#lib/domain/format.ts'
import { computeHeld, computeHistory, type HistoryIncident } from '#lib/domain/history.ts'
import type { Status } from '#lib/domain/incident.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import { stateAt } from '#lib/domain/state.ts'
import { parseWindow } from '#lib/domain/window.ts'
import { heldSentence, stateSentence, windowSentence } from '#lib/text/headline.ts'
import { sharedPath } from '../../support/shared.ts'
import { COURIER, WORKOS } from './seed-facts.ts'

type Facts = Record<string, string[]>

/** Everything that the documents give, computed as a page computes it. */
function compute(facts: Facts, asOf: Date) {
  const times = Object.values(facts).map((updates) => updates.map(readUpdate))
  const incidents = Object.keys(facts).map((title, index) => toIncident(title, times, index))
  const posted = times.flat().map(({ postedAt }) => postedAt.getTime())
  const coverage = coverageOf({
    completeness: 'newest',
    oldestStart: new Date(Math.min(...posted)),
    newestTime: new Date(Math.max(...posted)),
    readAt: null,
    covers: null,
  })
  const window = parseWindow('24m', { asOf, firstKnown: null })
  return {
    incidents,
    coverage,
    window,
    updateCount: posted.length,
    history: computeHistory({ incidents, coverage, window, asOf }),
    held: computeHeld({ incidents, coverage, asOf }),
  }
}

function readUpdate(text: string): { status: Status; postedAt: Date } {
  const [status, postedAt] = text.split(' ') as [Status, string]
  return { status, postedAt: new Date(postedAt) }
}

/** The neighbours, newest first, bound one that is listed without any time. */
function toIncident(title: string, times: { status: Status; postedAt: Date }[][], index: number): HistoryIncident {
  const updates = times[index] ?? []
  const isDated = updates.length > 0
  const source = { statedStartedAt: null, statedEndedAt: null, scheduledFrom: null, scheduledUntil: null }
  return {
    id: title,
    startedAfter: isDated ? null : (times[index + 1]?.[0]?.postedAt ?? null),
    startedBefore: isDated ? null : (times[index - 1]?.[0]?.postedAt ?? null),
    ...deriveSpan({ kind: 'incident', status: updates.at(-1)?.status ?? null, ...source, updates }),
  }
}

describe('Courier as of 2026-05-28', () => {
  const { history, held, updateCount, window } = compute(COURIER, new Date('2026-05-28T00:00:00Z'))

  it('counts 24 incidents with all 87 updates, 3 of them without a reported duration', () => {
    expect(history.incidentCount).toBe(24)
    expect(updateCount).toBe(87)
    expect(history.unknownDurationCount).toBe(3)
    expect(history.carriedOver).toEqual([])
  })

  it('was down for 59h 36m, nothing of it twice', () => {
    expect(formatDuration(history.downtimeSeconds)).toBe('59h 36m')
    expect(history.incidentSeconds).toBe(history.downtimeSeconds)
  })

  it('ranks durations: median 1h 15m, p90 6h 34m, longest 11h 23m', () => {
    expect(formatDuration(history.medianDurationSeconds ?? 0)).toBe('1h 15m')
    expect(formatDuration(history.p90DurationSeconds ?? 0)).toBe('6h 34m')
    expect(history.longest).toEqual({ id: 'Internal Courier Error Issue', durationSeconds: 11 * 3600 + 23 * 60 })
  })

  it('is covered for 18.146 months of the 24, so it averages 1.3226 a month', () => {
    expect(history.coverage).toMatchObject({
      from: new Date('2024-07-26T15:29:00Z'),
      to: new Date('2026-01-29T23:13:00Z'),
      complete: false,
    })
    expect(history.incidentsPerMonth).toBeCloseTo(1.3226, 4)
    expect(24 / (history.incidentsPerMonth ?? 0)).toBeCloseTo(18.146, 3)
    expect(history.timeWithoutIncidentPercent).toBeNull()
  })

  it('touches 25 months, and knows nothing of those before and after its coverage', () => {
    expect(history.monthly).toHaveLength(25)
    expect(history.monthly.filter(({ incidentCount }) => incidentCount === null).map(({ month }) => month)).toEqual([
      '2024-05',
      '2024-06',
      '2026-02',
      '2026-03',
      '2026-04',
      '2026-05',
    ])
    expect(history.monthly.find(({ month }) => month === '2025-10')).toEqual({
      month: '2025-10',
      incidentCount: 4,
      downtimeSeconds: 45 * 60,
    })
  })

  it('says so in sentences', () => {
    expect(windowSentence({ name: 'Courier', kind: 'incident', label: window.label, history }).text).toBe(
      'Courier had 24 outages in the last 2 years totaling 59h 36m of downtime — averaging 1.3 incidents per month.',
    )
    expect(heldSentence({ name: 'Courier', kind: 'incident', held }).text).toBe(
      'There were 24 Courier outages since July 26, 2024 totaling 59h 36m of downtime. 3 have no reported duration.',
    )
  })

  it('is in an unknown state four months after its last reading', () => {
    const lastGoodReadAt = history.coverage.to
    const { state } = stateAt({ open: [], lastGoodReadAt, pollIntervalSeconds: 300, asOf: history.asOf })
    expect(stateSentence({ name: 'Courier', state, open: [], lastGoodReadAt }).text).toBe(
      "Courier's state is not known: last read Jan 29, 2026, 23:13 UTC",
    )
  })
})

describe('WorkOS as of 2026-07-01', () => {
  const { history, held, incidents, updateCount } = compute(WORKOS, new Date('2026-07-01T00:00:00Z'))

  it('counts 24 incidents with 67 updates, one single and one undated among them', () => {
    expect(history.incidentCount).toBe(24)
    expect(updateCount).toBe(67)
    expect(history.unknownDurationCount).toBe(2)
    expect(incidents.filter(({ basis }) => basis === 'single').map(({ id }) => id)).toEqual(['SSO Request Latency'])
    expect(incidents.find(({ basis }) => basis === 'undated')).toEqual({
      id: 'Authkit and Admin Portal Errors',
      startedAt: null,
      endedAt: null,
      mitigatedAt: null,
      basis: 'undated',
      startedAfter: new Date('2025-10-14T10:24:00Z'),
      startedBefore: new Date('2025-11-11T17:24:00Z'),
    })
  })

  it('was down for 59h 4m: median 1h 14m, p90 4h 46m, longest 17h 32m', () => {
    expect(formatDuration(history.downtimeSeconds)).toBe('59h 4m')
    expect(formatDuration(history.medianDurationSeconds ?? 0)).toBe('1h 14m')
    expect(formatDuration(history.p90DurationSeconds ?? 0)).toBe('4h 46m')
    expect(formatDuration(history.longest?.durationSeconds ?? 0)).toBe('17h 32m')
  })

  it('is covered for 8.257 months, so it averages 2.907 a month', () => {
    expect(24 / (history.incidentsPerMonth ?? 0)).toBeCloseTo(8.257, 3)
    expect(history.incidentsPerMonth).toBeCloseTo(2.907, 3)
    expect(formatRate(history.incidentsPerMonth ?? 0)).toBe('2.9')
  })

  it('has months that add up to the window, but for the undated incident that no month holds', () => {
    expect(sum(history.monthly.map((row) => row.downtimeSeconds ?? 0))).toBe(history.downtimeSeconds)
    expect(sum(history.monthly.map((row) => row.incidentCount ?? 0))).toBe(23)
  })

  it('holds the same, since its oldest incident', () => {
    expect(held).toMatchObject({ incidentCount: 24, unknownDurationCount: 2, since: new Date('2025-10-14T10:24:00Z') })
  })
})

describe.skipIf(!existsSync(sharedPath('seeds')))('the documents themselves', () => {
  it.each([
    ['courier', COURIER],
    ['workos', WORKOS],
  ])('say of %s what the table here says', (vendor, facts) => {
    expect(readFacts(readFileSync(sharedPath('seeds', `${vendor}-outage-history.txt`), 'utf8'))).toEqual(facts)
  })
})

/** Titles, statuses and times of an outage history text; no more of the format than these two documents need. */
function readFacts(text: string): Facts {
  const facts: Facts = {}
  let title = ''
  let previous = ''
  for (const line of text.split('\n')) {
    const update = /^- (?<status>\w+) (?<day>\w{3} \d{2}, \d{4}, \d{2}:\d{2} [AP]M) UTC$/.exec(line)?.groups
    if (line.startsWith('Timeline · ')) {
      title = previous.trim()
      facts[title] = []
    } else if (update !== undefined) {
      facts[title]?.push(`${update.status} ${new Date(`${update.day} UTC`).toISOString().slice(0, 16)}Z`)
    }
    previous = line
  }
  return facts
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
