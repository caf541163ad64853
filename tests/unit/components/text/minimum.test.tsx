import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { DayCalendar } from '#components/chart/day-calendar.tsx'
import { valueText } from '#components/chart/month-scale.ts'
import { MonthTable } from '#components/chart/month-table.tsx'
import { Downtime, quietWords } from '#components/text/downtime.tsx'
import { formatSum } from '#lib/domain/format.ts'

const text = (element: React.ReactNode) => renderToStaticMarkup(element).replace(/<[^>]+>/g, '')
const minimum = { incidentCount: 1, downtimeSeconds: 18_600, downtimeIsMinimum: true } as const

describe('a sum that holds a minimum says so', () => {
  it('as text, in a cell, in a chart and for a day', () => {
    expect(formatSum(18_600, true)).toBe('at least 5h 10m')
    expect(formatSum(18_600, false)).toBe('5h 10m')
    expect(text(<Downtime {...minimum} />)).toBe('at least 5h 10m')
    expect(valueText('downtime', 18_600, true)).toBe('at least 5h 10m')
    const days = [{ day: '2026-04-01', worst: 'minor', ...minimum } as const]
    const coverage = { knownDays: 1, days: 1 }
    const calendar = text(<DayCalendar days={days} coverage={coverage} counted="outage" linkBase="?" cardBase="?" />)
    expect(calendar).toContain('the worst day was Apr 1, 2026, with at least 5h 10m')
  })

  it('and is not "none" or "under 1m" where nothing of it could be counted', () => {
    expect(text(<Downtime incidentCount={1} downtimeSeconds={0} downtimeIsMinimum />)).toBe('at least 0m')
    expect(valueText('downtime', 0, true)).toBe('at least 0m')
  })

  it('and is not "none" where no outage has a reported duration', () => {
    expect(text(<Downtime incidentCount={1} downtimeSeconds={0} downtimeIsMinimum={false} />)).toBe('not reported')
    expect(text(<Downtime incidentCount={0} downtimeSeconds={0} downtimeIsMinimum={false} />)).toBe('none')
    const monthly = [{ month: '2026-03', incidentCount: 1, downtimeSeconds: 0 }]
    expect(text(<MonthTable monthly={monthly} severity={null} linkBase="?window=" />)).toContain('1none reported')
  })

  it('in the month in which the outage was lost sight of, and in no other', () => {
    const monthly = [
      { month: '2026-03', incidentCount: 1, downtimeSeconds: 3600 },
      { month: '2026-04', ...minimum },
    ]
    expect(text(<MonthTable monthly={monthly} severity={null} linkBase="?window=" />)).toContain(
      '1at least 5h 10mMarch 202611h 0m',
    )
  })

  it('and turns the time without a posted incident into a maximum', () => {
    expect(quietWords(99.5, true)).toMatch(/^at most 99\.5/)
    expect(quietWords(99.5, false)).toMatch(/^99\.5/)
  })
})
