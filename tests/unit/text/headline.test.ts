import { describe, expect, it } from 'vitest'
import type { Impact, Kind, State } from '#lib/domain/incident.ts'
import {
  heldSentence,
  kindCount,
  knownDaysSentence,
  leftOutSentence,
  stateSentence,
  subjectOf,
  unclearSentence,
  windowSentence,
} from '#lib/text/headline.ts'

const lastGoodReadAt = new Date('2026-01-29T23:13:00Z')

function open(title: string, impact: Impact, startedAt = '2026-01-29T20:00Z', kind: Kind = 'incident') {
  return { kind, impact, title, startedAt: new Date(startedAt) }
}

function stateText(state: State, openNow: ReturnType<typeof open>[] = [], asOf: Date | null = null) {
  return stateSentence({ name: 'Courier', state, open: openNow, lastGoodReadAt, asOf }).text
}

describe('the state sentence', () => {
  it.each([
    ['up', 'Courier is up right now'],
    ['maintenance', 'Courier is under maintenance right now'],
    ['unknown', "Courier's state is not known: last read Jan 29, 2026, 23:13 UTC"],
  ] as const)('for %s: %s', (state, text) => {
    expect(stateText(state)).toBe(text)
  })

  it('says of a state that is not known what was wrong when it was read last, or that the newest posting is not understood', () => {
    const unknown = { name: 'Courier', state: 'unknown' as const, open: [open('Slow inbox', 'major')], lastGoodReadAt }
    expect(stateSentence({ ...unknown, lastKnownState: 'down' }).text).toBe(
      "Courier's state is not known: last read Jan 29, 2026, 23:13 UTC, when it was down: Slow inbox",
    )
    expect(stateSentence({ ...unknown, open: [], lastKnownState: 'up' }).text).toBe(
      "Courier's state is not known: last read Jan 29, 2026, 23:13 UTC",
    )
    expect(stateSentence({ ...unknown, isUnclear: true }).text).toBe(
      "Courier's state is not known: we could not interpret its latest post",
    )
  })

  it('names what is wrong', () => {
    expect(stateText('down', [open('All services impacted', 'critical')])).toBe(
      'Courier is down right now: All services impacted',
    )
    expect(stateText('degraded', [open('Slow inbox', 'minor')])).toBe('Courier has a problem right now: Slow inbox')
  })

  it('names the worst of several, among equals the newest, and counts the others', () => {
    const several = [
      open('Minor', 'minor', '2026-01-29T22:00Z'),
      open('Old', 'major', '2026-01-29T10:00Z'),
      open('New', 'major', '2026-01-29T12:00Z'),
      open('Upgrade', 'critical', '2026-01-29T22:00Z', 'maintenance'),
    ]
    expect(stateText('down', several)).toBe('Courier is down right now: New, and 2 more')
    expect(several[0]?.title).toBe('Minor')
  })

  it('says when it looks back', () => {
    const asOf = new Date('2025-10-20T10:00:00Z')
    expect(stateText('up', [], asOf)).toBe('Courier was up at Oct 20, 2025, 10:00 UTC')
    expect(stateText('degraded', [open('Slow inbox', 'minor')], asOf)).toBe(
      'Courier had a problem at Oct 20, 2025, 10:00 UTC: Slow inbox',
    )
  })

  it('says that a vendor was never read', () => {
    expect(stateSentence({ name: 'Courier', state: 'unknown', open: [], lastGoodReadAt: null }).text).toBe(
      "Courier's state is not known: never read",
    )
  })

  it('sets the answer apart from the name of the incident', () => {
    const { parts } = stateSentence({ name: 'Courier', state: 'down', open: [open('X', 'major')], lastGoodReadAt })
    expect(parts).toEqual([
      { text: 'Courier is down right now', strong: true },
      { text: ': X', strong: false },
    ])
  })
})

it('a history that holds what was not understood says that it is read in part', () => {
  expect([0, 1, 2].map(unclearSentence)).toEqual([
    null,
    '1 posting that we could not interpret is not counted, so this history may be incomplete.',
    '2 postings that we could not interpret are not counted, so this history may be incomplete.',
  ])
})

it('a window of which less than 95 percent is known says how much is', () => {
  const from = new Date('2026-01-01T00:00Z')
  const say = (knownDays: number, days: number, ofAll = false) =>
    knownDaysSentence({ knownDays, days, from }, { ofAll })?.text ?? null
  expect([
    say(25, 730),
    say(25, 730, true),
    say(0, 90),
    say(0, 90, true),
    say(0, 1),
    say(1200, 1461),
    say(694, 730),
    say(1, 1),
  ]).toEqual([
    'We know 25 of these 730 days.',
    'We know 25 of these 730 days for all of them.',
    'We know none of these 90 days in full.',
    'We know none of these 90 days for all of them.',
    'We know only part of this day.',
    'We know 1,200 of these 1,461 days.',
    null,
    null,
  ])
  expect(knownDaysSentence({ knownDays: 0, days: 730, from: null })).toBeNull()
})

describe('the sentence of a window', () => {
  function text(
    figures: Partial<Parameters<typeof windowSentence>[0]['history']>,
    kind: Kind | 'all' = 'incident',
    more = {},
  ) {
    const history = {
      incidentCount: 24,
      downtimeSeconds: 214_560,
      downtimeIsMinimum: false,
      unknownDurationCount: 3,
      incidentsPerMonth: 1.3226,
      coverage: { knownDays: 552, days: 731, complete: false },
      ...figures,
    }
    return windowSentence({ name: 'Courier', kind, label: 'in the last 2 years', history, ...more }).text
  }

  it('counts, totals and averages', () => {
    expect(text({})).toBe(
      'Courier had 24 outages in the last 2 years totaling 59h 36m of downtime — averaging 1.3 incidents per month.',
    )
  })

  it('gives no rate where fewer than 60 days are known', () => {
    expect(text({ coverage: { knownDays: 59, days: 731, complete: false } })).toBe(
      'Courier had 24 outages in the last 2 years totaling 59h 36m of downtime.',
    )
    expect(text({ coverage: { knownDays: 60, days: 731, complete: false } })).toContain('averaging')
  })

  it('of several vendors has their number small within it', () => {
    const subject = subjectOf([{ name: 'Courier' }, { name: 'WorkOS' }])
    expect(text({}, 'incident', subject)).toMatch(/^These 2 vendors had 24 outages /)
    const nothing = { incidentCount: 0, downtimeSeconds: 0, incidentsPerMonth: null }
    expect(text(nothing, 'incident', subject)).toBe('We have no history of these 2 vendors in the last 2 years.')
    expect(text(nothing, 'incident', subjectOf([{ name: 'Courier' }]))).toContain('of Courier in')
  })

  it('says where the downtime is a minimum', () => {
    expect(text({ downtimeIsMinimum: true })).toContain(' totaling at least 59h 36m of downtime — ')
  })

  it.each<[string[], string]>([
    [['of critical impact'], 'Courier had 24 outages of critical impact in the last 2 years totaling'],
    [
      ['of major impact or worse', 'affecting “API”'],
      'Courier had 24 outages of major impact or worse, affecting “API”, in the last 2 years totaling',
    ],
  ])('says which ones it counts: %j', (narrowing, start) => {
    expect(text({}, 'incident', { narrowing })).toBe(
      `${start} 59h 36m of downtime — averaging 1.3 such incidents per month.`,
    )
  })

  it('has its figures strong', () => {
    const known = { incidentCount: 24, downtimeSeconds: 214_560, unknownDurationCount: 3, incidentsPerMonth: 1.3226 }
    const history = { ...known, downtimeIsMinimum: false, coverage: { knownDays: 552, days: 731, complete: false } }
    const { parts } = windowSentence({ name: 'Courier', kind: 'incident', label: 'in 2025', history })
    expect(parts.filter(({ strong }) => strong).map((part) => part.text)).toEqual([
      '24 outages',
      '59h 36m',
      '1.3 incidents',
    ])
  })

  it('is right for one and for none', () => {
    expect(text({ incidentCount: 1, downtimeSeconds: 1020, unknownDurationCount: 0, incidentsPerMonth: 0.04 })).toBe(
      'Courier had 1 outage in the last 2 years totaling 17m of downtime — averaging under 0.1 incidents per month.',
    )
    expect(text({ incidentCount: 0, downtimeSeconds: 0, unknownDurationCount: 0, incidentsPerMonth: 0 })).toBe(
      'Courier had 0 outages in the last 2 years.',
    )
  })

  it('says of a quiet day what was not posted, or what is not on record', () => {
    const quiet = { incidentCount: 0, downtimeSeconds: 0, unknownDurationCount: 0, incidentsPerMonth: 0 }
    const known = { ...quiet, coverage: { knownDays: 1, days: 1, complete: true } }
    const partly = { ...quiet, coverage: { knownDays: 0, days: 1, complete: false } }
    const day = { label: 'on October 21, 2025' }
    expect(text(known, 'all', day)).toBe('Courier posted nothing on October 21, 2025.')
    expect(text(known, 'incident', day)).toBe('Courier posted no outage on October 21, 2025.')
    expect(text(known, 'all', { ...day, narrowing: ['affecting “API”'] })).toBe(
      'Courier posted nothing affecting “API” on October 21, 2025.',
    )
    expect(text(partly, 'incident', day)).toBe('Courier had no outage on record on October 21, 2025.')
    expect(text({ ...partly, incidentsPerMonth: null }, 'incident', day)).toBe(
      'We have no history of Courier on October 21, 2025.',
    )
    expect(text({ ...known, downtimeSeconds: 7200 }, 'incident', day)).toContain('carried over')
  })

  it('does not speak of 0 minutes where nothing was reported', () => {
    expect(text({ incidentCount: 2, downtimeSeconds: 0, unknownDurationCount: 2, incidentsPerMonth: 1 })).toBe(
      'Courier had 2 outages in the last 2 years with no reported duration — averaging 1.0 incidents per month.',
    )
    expect(text({ incidentCount: 1, downtimeSeconds: 20, unknownDurationCount: 0, incidentsPerMonth: null })).toBe(
      'Courier had 1 outage in the last 2 years totaling under 1m of downtime.',
    )
  })

  it('names downtime that an earlier outage brought along', () => {
    expect(text({ incidentCount: 0, downtimeSeconds: 7200, unknownDurationCount: 0, incidentsPerMonth: 0 })).toBe(
      'Courier had 0 outages in the last 2 years, but 2h 0m of downtime carried over.',
    )
  })

  it('claims nothing of a window of which nothing is known', () => {
    expect(text({ incidentCount: 0, downtimeSeconds: 0, unknownDurationCount: 0, incidentsPerMonth: null })).toBe(
      'We have no history of Courier in the last 2 years.',
    )
  })

  it('says so far while one is open', () => {
    expect(text({}, 'incident', { isSoFar: true })).toContain('totaling 59h 36m of downtime so far — averaging')
  })

  it.each([
    [
      'maintenance',
      'Courier had 1 maintenance in the last 2 years totaling 2h 0m of maintenance — averaging 1.0 maintenances per month.',
    ],
    ['notice', 'Courier had 1 notice in the last 2 years totaling 2h 0m — averaging 1.0 notices per month.'],
    ['all', 'Courier had 1 posting in the last 2 years totaling 2h 0m — averaging 1.0 postings per month.'],
  ] as const)('speaks of %s in its own words', (kind, sentence) => {
    expect(text({ incidentCount: 1, downtimeSeconds: 7200, unknownDurationCount: 0, incidentsPerMonth: 1 }, kind)).toBe(
      sentence,
    )
  })
})

describe('the sentence of all that is held', () => {
  function text(held: Partial<Parameters<typeof heldSentence>[0]['held']>, more = {}) {
    const since = new Date('2024-07-26T15:29:00Z')
    const known = { incidentCount: 24, downtimeSeconds: 214_560, unknownDurationCount: 3, since }
    const figures = { ...known, downtimeIsMinimum: false, ...held }
    return heldSentence({ name: 'Courier', kind: 'incident', held: figures, ...more }).text
  }

  it('counts, totals and owns what is missing', () => {
    expect(text({})).toBe(
      'There were 24 Courier outages since July 26, 2024 totaling 59h 36m of downtime. 3 have no reported duration.',
    )
    expect(text({ downtimeIsMinimum: true })).toContain(' totaling at least 59h 36m of downtime.')
    expect(text({ unknownDurationCount: 1 })).toMatch(/ 1 has no reported duration\.$/)
    expect(text({ unknownDurationCount: 0 })).toMatch(/ of downtime\.$/)
    expect(text({ incidentCount: 20_000, unknownDurationCount: 1_203 })).toMatch(
      /20,000 Courier outages .* 1,203 have no reported duration\.$/,
    )
  })

  it('is right for one and for none', () => {
    expect(text({ incidentCount: 1, downtimeSeconds: 1020, unknownDurationCount: 0 })).toBe(
      'There was 1 Courier outage since July 26, 2024 totaling 17m of downtime.',
    )
    expect(text({ incidentCount: 0, downtimeSeconds: 0, unknownDurationCount: 0 })).toBe(
      'There were 0 Courier outages since July 26, 2024.',
    )
  })

  it('does not total what nobody reported', () => {
    expect(text({ incidentCount: 1, downtimeSeconds: 0, unknownDurationCount: 1 })).toBe(
      'There was 1 Courier outage since July 26, 2024. It has no reported duration.',
    )
    expect(text({ incidentCount: 2, downtimeSeconds: 0, unknownDurationCount: 2 })).toBe(
      'There were 2 Courier outages since July 26, 2024. None has a reported duration.',
    )
  })

  it('says so far while one is open, and that nothing is held yet', () => {
    expect(text({}, { isSoFar: true })).toContain('59h 36m of downtime so far. 3 have')
    expect(text({ since: null, incidentCount: 0 })).toBe('We have no history of Courier yet.')
  })
})

it('a count of a month speaks in the words of the sentences', () => {
  expect([kindCount(1, 'incident'), kindCount(0, 'maintenance'), kindCount(1204, 'all')]).toEqual([
    '1 outage',
    '0 maintenances',
    '1,204 postings',
  ])
})

it.each([
  [0, null],
  [1, '1 outage without an impact rating is left out.'],
  [17, '17 outages without an impact rating are left out.'],
])('%i without an impact, left out by a filter', (count, sentence) => {
  expect(leftOutSentence(count, 'incident')).toBe(sentence)
})
