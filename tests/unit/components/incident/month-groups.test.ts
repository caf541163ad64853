import { describe, expect, it } from 'vitest'
import { groupByMonth } from '#components/incident/month-groups.ts'
import { incidentView } from '#tests/support/incident-view.ts'

const started = (id: string, startedAt: string) => incidentView({ id, startedAt: new Date(startedAt) })

/** Months from September 2025 to February 2026; `null` is a month of which nothing is known. */
function monthly(counts: (number | null)[]) {
  const months = ['2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02']
  return months.map((month, index) => ({
    month,
    incidentCount: counts[index] ?? null,
    downtimeSeconds: counts[index] ?? null,
  }))
}

/** Groups as one would read them: "2026-01: a b", "quiet 2025-11..2025-12". */
function read(groups: ReturnType<typeof groupByMonth>): string[] {
  return groups.map((group) =>
    group.kind === 'incidents'
      ? `${group.month}: ${group.incidents.map(({ id }) => id).join(' ')}`
      : `${group.kind} ${group.first}..${group.last}`,
  )
}

const onlyPage = { isFirstPage: true, isLastPage: true }
const january = started('jan', '2026-01-14T21:47:00Z')
const october = started('oct', '2025-10-20T09:54:00Z')

describe('groupByMonth', () => {
  it('keeps months in which nothing was posted, and tells them from months of which nothing is known', () => {
    const groups = groupByMonth([january, october], monthly([null, 1, 0, 0, 1, null]), onlyPage)
    expect(read(groups)).toEqual([
      'unknown 2026-02..2026-02',
      '2026-01: jan',
      'quiet 2025-11..2025-12',
      '2025-10: oct',
      'unknown 2025-09..2025-09',
    ])
  })

  it('leaves the months beyond a page to the pages before and after it', () => {
    const groups = groupByMonth([january, october], monthly([0, 1, 0, 0, 1, 0]), {
      isFirstPage: false,
      isLastPage: false,
    })
    expect(read(groups)).toEqual(['2026-01: jan', 'quiet 2025-11..2025-12', '2025-10: oct'])
  })

  it('puts an undated incident under its later bound, as the list does', () => {
    const undated = incidentView({
      id: 'undated',
      startedAt: null,
      startedAfter: new Date('2025-10-14T10:24:00Z'),
      startedBefore: new Date('2025-11-11T17:24:00Z'),
    })
    const groups = groupByMonth([january, undated, october], monthly([0, 1, 0, 0, 1, 0]), onlyPage)
    expect(read(groups)).toContain('2025-11: undated')
  })

  it('lists an incident of a month that the window does not have', () => {
    const older = started('old', '2025-08-31T23:59:59Z')
    expect(read(groupByMonth([october, older], monthly([0, 1, 0, 0, 0, 0]), onlyPage)).slice(-2)).toEqual([
      'quiet 2025-09..2025-09',
      '2025-08: old',
    ])
  })

  it('gives a month its figures', () => {
    const [, group] = groupByMonth([january], monthly([0, 0, 0, 0, 7, 0]), onlyPage)
    expect(group).toMatchObject({ month: '2026-01', row: { incidentCount: 7 } })
  })
})
