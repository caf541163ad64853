import { describe, expect, it } from 'vitest'
import { type Comparison, compareSentence, unreportedSentence } from '#components/compare/compare-sentence.ts'

const DAY = 86_400
const text = (
  vendors: [name: string, hours: number][],
  over: {
    days?: number
    kind?: 'incident' | 'maintenance'
    narrowing?: string[]
    ungraded?: number[]
    unreported?: number[]
    minimum?: string[]
  } = {},
) =>
  compareSentence({
    vendors: vendors.map(([name, hours], index) => ({
      name,
      commonDowntimeSeconds: hours * 3600,
      commonDowntimeIsMinimum: over.minimum?.includes(name) ?? false,
      history: {
        incidentCount: 3,
        downtimeSeconds: hours * 3600,
        unknownDurationCount: over.unreported?.[index] ?? 0,
        unknownImpactCount: over.ungraded?.[index] ?? 0,
      },
    })),
    kind: over.kind ?? 'incident',
    commonSeconds: (over.days ?? 365) * DAY,
    label: 'in the last 2 years',
    narrowing: over.narrowing ?? [],
  })?.text

describe('which posted less, in a sentence', () => {
  it('names the one of two, with both figures and the time they rest on', () => {
    expect(
      text([
        ['WorkOS', 59],
        ['Courier', 31],
      ]),
    ).toBe(
      'Over the 12.0 months that we know of both, Courier posted less: 31h 0m of downtime against WorkOS’s 59h 0m.',
    )
  })

  it('says where a figure is a minimum, and where the verdict rests on one', () => {
    const [workos, courier] = [['WorkOS', 59] as [string, number], ['Courier', 31] as [string, number]]
    const start = 'Over the 12.0 months that we know of both, Courier posted less: '
    expect(text([workos, courier], { minimum: ['WorkOS'] })).toBe(
      `${start}31h 0m of downtime against WorkOS’s at least 59h 0m.`,
    )
    expect(text([workos, courier], { minimum: ['Courier'] })).toBe(
      `${start}at least 31h 0m of downtime against WorkOS’s 59h 0m. The order may differ: how long all of it lasted at Courier is not known.`,
    )
    expect(
      text(
        [
          ['WorkOS', 0],
          ['Courier', 0],
        ],
        { minimum: ['Courier'] },
      ),
    ).not.toContain('none of them')
  })

  it('names the first and the last of more', () => {
    expect(
      text([
        ['WorkOS', 59],
        ['Courier', 0],
        ['Stripe', 80],
      ]),
    ).toBe(
      'Over the 12.0 months that we know of all of them, Courier posted the least: no downtime against Stripe’s 80h 0m.',
    )
  })

  it('lets two share the first place', () => {
    expect(
      text([
        ['WorkOS', 5],
        ['Courier', 5],
        ['Stripe', 8],
      ]),
    ).toContain('WorkOS and Courier share the first place: 5h 0m of downtime')
  })

  it('prefers nobody where they are equal', () => {
    expect(
      text([
        ['WorkOS', 5],
        ['Courier', 5],
      ]),
    ).toBe('Over the 12.0 months that we know of both, they posted the same amount: 5h 0m of downtime each.')
    const equal: [string, number][] = [
      ['WorkOS', 5],
      ['Courier', 5],
    ]
    expect(text(equal, { minimum: ['Courier'] })).toBe(
      'Over the 12.0 months that we know of both, who posted less downtime is not known: 5h 0m (WorkOS), at least 5h 0m (Courier).',
    )
    expect(
      text([
        ['WorkOS', 0],
        ['Courier', 0],
      ]),
    ).toBe('Over the 12.0 months that we know of both, none of them posted any downtime.')
  })

  it('does not weigh them where no time is known of both', () => {
    expect(
      text(
        [
          ['WorkOS', 0],
          ['Courier', 0],
        ],
        { days: 0 },
      ),
    ).toBe('No time in the last 2 years is known of both, so they cannot be weighed.')
  })

  it('speaks of what is compared', () => {
    expect(
      text(
        [
          ['WorkOS', 1],
          ['Courier', 2],
        ],
        { kind: 'maintenance' },
      ),
    ).toContain('WorkOS posted less: 1h 0m of maintenance')
  })

  it('says which ones it counts', () => {
    const two: [string, number][] = [
      ['WorkOS', 1],
      ['Courier', 2],
    ]
    expect(text(two, { narrowing: ['of critical impact', 'affecting “API”'] })).toBe(
      'Over the 12.0 months that we know of both, counting outages of critical impact, affecting “API”, WorkOS posted less: 1h 0m of downtime against Courier’s 2h 0m.',
    )
  })

  it('does not weigh by impact those who give none', () => {
    const three: [string, number][] = [
      ['WorkOS', 0],
      ['Stripe', 3],
      ['Courier', 0],
    ]
    const narrowing = ['of major impact or worse']
    expect(text(three, { narrowing, ungraded: [24, 0, 1] })).toBe(
      'WorkOS gave no impact to 24 outages and Courier to 1 outage in the last 2 years, so they cannot be weighed by it.',
    )
  })

  it('does not weigh against those who report no durations', () => {
    const two: [string, number][] = [
      ['WorkOS', 0],
      ['Courier', 2],
    ]
    expect(text(two, { unreported: [3, 1] })).toBe(
      'WorkOS reported no duration of any outage in the last 2 years, so they cannot be weighed.',
    )
    expect(text(two, { unreported: [2, 1] })).toContain('WorkOS posted less: no downtime')
  })

  it('says nothing of one vendor alone', () => {
    expect(text([['Courier', 2]])).toBeUndefined()
  })
})

it.each([
  [[3, 2], 60, 'Without a reported duration, and so not in it: 3 outages of Courier and 2 of WorkOS.'],
  [[0, 1], 60, 'Without a reported duration, and so not in it: 1 outage of WorkOS.'],
  [[0, 0], 60, null],
  [[3, 2], 0, null],
])('what has no duration, %j of %i s, is said not to be in it', (counts, commonSeconds, sentence) => {
  const vendors = ['Courier', 'WorkOS'].map((name, index) => ({
    name,
    commonDowntimeSeconds: 0,
    history: { incidentCount: 9, downtimeSeconds: 60, unknownDurationCount: counts[index] ?? 0, unknownImpactCount: 0 },
  }))
  const comparison: Comparison = { vendors, kind: 'incident', commonSeconds, label: 'in 2025', narrowing: [] }
  expect(unreportedSentence(comparison)).toBe(sentence)
})
