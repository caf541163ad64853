import { describe, expect, it } from 'vitest'
import { incidentSentence, incidentSummary } from '#components/incident/incident-sentence.ts'
import { overviewSentences } from '#components/vendors/overview-sentence.ts'
import type { State } from '#lib/domain/incident.ts'
import { incidentView } from '#tests/support/incident-view.ts'

describe('the sentence of all vendors', () => {
  const vendors = (states: Record<string, State>) => Object.entries(states).map(([name, state]) => ({ name, state }))
  const read = (states: Record<string, State>) => overviewSentences(vendors(states)).answer.text

  it('names who is down before who is degraded', () => {
    expect(read({ Aba: 'degraded', Bec: 'up', Cid: 'down' })).toBe(
      'Two of 3 vendors have an outage open: Cid is down, Aba is degraded.',
    )
  })

  it('separates the thousands of very many', () => {
    const states = Array.from({ length: 12_000 }, (_, n) => [
      `V${n}`,
      n < 1_205 ? 'down' : n < 3_205 ? 'unknown' : 'up',
    ])
    const { answer, rest } = overviewSentences(vendors(Object.fromEntries(states)))
    expect(answer.text).toMatch(/^1,205 of 12,000 vendors have an outage open: .*, and 1,200 more\.$/)
    expect(rest).toContain('2,000 have not been checked recently')
  })

  it('knows one', () => {
    expect(read({ Aba: 'up', Cid: 'down' })).toBe('One of 2 vendors has an outage open: Cid is down.')
  })

  it('knows none, of those who have been checked recently, and nobody', () => {
    expect(read({ Aba: 'up', Bec: 'maintenance' })).toBe('None of 2 vendors has an outage posted right now.')
    expect(read({ Aba: 'up', Bec: 'up', Cid: 'unknown' })).toBe(
      'None of the two vendors checked recently has an outage posted right now.',
    )
    expect(read({ Aba: 'up', Bec: 'unknown' })).toBe(
      'No outage is posted right now by the one vendor checked recently.',
    )
    expect(read({ Aba: 'unknown', Bec: 'unknown' })).toBe(
      'No status page has been checked recently, so we can’t say who is down.',
    )
    expect(read({})).toBe('No vendors have been added yet.')
  })

  it.each([
    ['up', 'Aba has no outage posted right now.'],
    ['down', 'Aba is down right now.'],
    ['unknown', 'Aba has not been checked recently, so we can’t say whether it is down.'],
  ] as const)('speaks of a single vendor by name: %s', (state, sentence) => {
    expect(read({ Aba: state })).toBe(sentence)
  })

  it('does not become a list', () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G']
    expect(read(Object.fromEntries(names.map((name) => [name, 'down' as const])))).toBe(
      'Seven of 7 vendors have an outage open: A is down, B is down, C is down, D is down, E is down, and 2 more.',
    )
  })

  it('says whose state is not known, because silence is not good news', () => {
    expect(overviewSentences(vendors({ Aba: 'unknown', Bec: 'maintenance' })).rest).toBe(
      'One has maintenance under way. One has not been checked recently, so its state is not known. Figures cover the known part of the last 24 months.',
    )
  })
})

describe('the sentence of an incident', () => {
  const read = (over: Parameters<typeof incidentView>[0]) => incidentSentence(incidentView(over)).text

  it.each([
    ['Acme’s outage lasted 1h 30m, start to end as reported.', {}],
    ['Acme’s outage lasted 1h 30m, start to end as reported; mitigated after 23m.', { timeToMitigateSeconds: 1380 }],
    ['Acme’s maintenance lasted 1h 30m, start to end as reported.', { kind: 'maintenance' }],
    ['Acme’s outage has been open for 1h 30m.', { durationBasis: 'ongoing', endedAt: null }],
    [
      'Acme’s maintenance is scheduled to start Mar 4, 2026, 23:40 UTC. It is not counted before it starts.',
      { kind: 'maintenance', durationBasis: 'planned', endedAt: null, durationSeconds: null },
    ],
    [
      'Acme’s maintenance is scheduled to start Mar 4, 2026, 23:40 UTC and to end Mar 5, 2026, 02:00 UTC. It is not counted before it starts.',
      {
        kind: 'maintenance',
        durationBasis: 'planned',
        endedAt: null,
        durationSeconds: null,
        scheduledUntil: new Date('2026-03-05T02:00Z'),
      },
    ],
    [
      'Acme’s outage is dated Mar 4, 2026, 23:40 UTC, ahead of our clock. It is not counted before then.',
      { durationBasis: 'planned', endedAt: null, durationSeconds: null },
    ],
    [
      'Acme’s maintenance has been open for 1h 30m; planned until Mar 5, 2026, 02:00 UTC.',
      {
        kind: 'maintenance',
        durationBasis: 'ongoing',
        endedAt: null,
        scheduledUntil: new Date('2026-03-05T02:00Z'),
      },
    ],
    [
      'Acme’s outage was still open when its source was last read, after 1h 30m.',
      { durationBasis: 'ongoing', endedAt: null, durationIsMinimum: true },
    ],
    ['Acme’s outage lasted at least 1h 30m; its end is not known.', { durationBasis: 'seen', durationIsMinimum: true }],
    [
      'Acme described this in words that we could not interpret, so its state and duration are not known.',
      { kind: 'notice', durationBasis: 'unclear', durationSeconds: null, endedAt: null },
    ],
    [
      'Acme posted this only after it was over; no duration was reported.',
      { durationBasis: 'single', durationSeconds: null },
    ],
    [
      'Acme lists this without a time; its place in the list shows that it started between 14 Oct and 11 Nov 2025.',
      {
        durationBasis: 'undated',
        durationSeconds: null,
        startedAt: null,
        endedAt: null,
        startedAfter: new Date('2025-10-14T10:24:00Z'),
        startedBefore: new Date('2025-11-11T17:24:00Z'),
      },
    ],
    [
      'Acme’s own times say that this ended before it started, so its duration is not known.',
      { durationBasis: 'impossible', durationSeconds: null, endedAt: null },
    ],
  ] as const)('%s', (text, over) => {
    expect(read(over)).toBe(text)
  })

  it('starts with the span where it stands alone', () => {
    expect(incidentSummary(incidentView())).toBe(
      'Mar 4, 2026, 23:40 → Mar 5, 01:10 UTC. Acme’s outage lasted 1h 30m, start to end as reported.',
    )
  })
})
