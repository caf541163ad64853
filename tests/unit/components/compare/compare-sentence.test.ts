import { describe, expect, it } from 'vitest'
import {
  type Comparison,
  compareSentence,
  restsOnSentence,
  unreportedSentence,
} from '#components/compare/compare-sentence.ts'

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
      common: {
        downtimeSeconds: hours * 3600,
        downtimeIsMinimum: over.minimum?.includes(name) ?? false,
        incidentCount: 3,
        unknownDurationCount: over.unreported?.[index] ?? 0,
        longestSeconds: hours * 1800,
      },
      history: { unknownImpactCount: over.ungraded?.[index] ?? 0 },
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
    ).toBe('Over the 12.0 months known for both, Courier posted less downtime: 31h 0m against WorkOS’s 59h 0m.')
  })

  it('says where a figure is a minimum, and where the verdict rests on one', () => {
    const [workos, courier] = [['WorkOS', 59] as [string, number], ['Courier', 31] as [string, number]]
    const start = 'Over the 12.0 months known for both, Courier posted less downtime: '
    expect(text([workos, courier], { minimum: ['WorkOS'] })).toBe(`${start}31h 0m against WorkOS’s at least 59h 0m.`)
    expect(text([workos, courier], { minimum: ['Courier'] })).toBe(
      `${start}at least 31h 0m against WorkOS’s 59h 0m. The order may differ: we don’t know the full total for Courier.`,
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
      'Over the 12.0 months known for all of them, Courier posted the least downtime: none against Stripe’s 80h 0m.',
    )
  })

  it('lets two share the first place', () => {
    expect(
      text([
        ['WorkOS', 5],
        ['Courier', 5],
        ['Stripe', 8],
      ]),
    ).toContain('WorkOS and Courier are tied for the least downtime: 5h 0m')
  })

  it('prefers nobody where they are equal', () => {
    expect(
      text([
        ['WorkOS', 5],
        ['Courier', 5],
      ]),
    ).toBe('Over the 12.0 months known for both, they posted the same amount: 5h 0m of downtime each.')
    const equal: [string, number][] = [
      ['WorkOS', 5],
      ['Courier', 5],
    ]
    expect(text(equal, { minimum: ['Courier'] })).toBe(
      'Over the 12.0 months known for both, we can’t tell who posted less downtime: 5h 0m (WorkOS), at least 5h 0m (Courier).',
    )
    expect(
      text([
        ['WorkOS', 0],
        ['Courier', 0],
      ]),
    ).toBe('Over the 12.0 months known for both, none of them posted any downtime.')
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
    ).toBe('No time in the last 2 years is known for both, so they can’t be compared.')
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
    ).toContain('WorkOS posted less maintenance: 1h 0m')
  })

  it('says which ones it counts', () => {
    const two: [string, number][] = [
      ['WorkOS', 1],
      ['Courier', 2],
    ]
    expect(text(two, { narrowing: ['of critical impact', 'affecting “API”'] })).toBe(
      'Over the 12.0 months known for both, counting outages of critical impact, affecting “API”, WorkOS posted less downtime: 1h 0m against Courier’s 2h 0m.',
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
      'WorkOS gave no impact to 24 outages and Courier to 1 outage in the last 2 years, so they can’t be compared by impact.',
    )
  })

  it('does not weigh against those who report no durations', () => {
    const two: [string, number][] = [
      ['WorkOS', 0],
      ['Courier', 2],
    ]
    expect(text(two, { unreported: [3, 1] })).toBe(
      'Over the 12.0 months known for both, WorkOS reported no duration for any outage, so they can’t be compared.',
    )
    expect(text(two, { unreported: [2, 1] })).toContain('WorkOS posted less downtime: none against')
  })

  it('says nothing of one vendor alone', () => {
    expect(text([['Courier', 2]])).toBeUndefined()
  })
})

function twoVendors(
  figures: Partial<Comparison['vendors'][number]['common']>[],
  commonDays = 365,
  kind: 'incident' | 'maintenance' = 'incident',
): Comparison {
  const vendors = ['Courier', 'WorkOS'].map((name, index) => ({
    name,
    common: {
      downtimeSeconds: 3600,
      downtimeIsMinimum: false,
      incidentCount: 9,
      unknownDurationCount: 0,
      longestSeconds: 900,
      ...figures[index],
    },
    history: { unknownImpactCount: 0 },
  }))
  return { vendors, kind, commonSeconds: commonDays * DAY, label: 'in 2025', narrowing: [] }
}

it.each([
  [[3, 2], 365, 'Not included, because no duration was reported: 3 outages at Courier and 2 at WorkOS.'],
  [[0, 1], 365, 'Not included, because no duration was reported: 1 outage at WorkOS.'],
  [[0, 0], 365, null],
  [[3, 2], 0, null],
])('what has no duration, %j over %i days, is said not to be in it', (counts, days, sentence) => {
  const figures = counts.map((unknownDurationCount) => ({ unknownDurationCount }))
  expect(unreportedSentence(twoVendors(figures, days))).toBe(sentence)
})

it('a verdict says on how many it rests, and what the longest weighs', () => {
  expect(restsOnSentence(twoVendors([{}, { incidentCount: 1 }]))).toBe(
    'This is based on 9 outages at Courier (the longest makes up 25% of the time) and 1 at WorkOS.',
  )
  expect(restsOnSentence(twoVendors([{ incidentCount: 0, downtimeSeconds: 0 }, {}], 365, 'maintenance'))).toBe(
    'This is based on 0 maintenances at Courier and 9 at WorkOS (the longest makes up 25% of the time).',
  )
  expect(restsOnSentence(twoVendors([{ downtimeSeconds: 0 }, { downtimeSeconds: 0 }]))).toBeNull()
  expect(restsOnSentence(twoVendors([{}, {}], 59))).toBeNull()
})

it('under 60 days that are known of both, there is no verdict', () => {
  expect(compareSentence(twoVendors([{}, { downtimeSeconds: 60 }], 59))?.text).toBe(
    'Only 59 days in 2025 are known for both, which is too little to compare them.',
  )
  expect(compareSentence(twoVendors([{}, { downtimeSeconds: 60 }], 60))?.text).toContain('WorkOS posted less downtime')
})
