import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findStatedWindow } from '#lib/text/stated-window.ts'
import { cpuMsOf } from '../../support/cpu-time.ts'

function find(body: string, postedAt: string) {
  const window = findStatedWindow(body, new Date(postedAt))
  return window && `${window.from.toISOString().slice(0, 16)} ${window.to.toISOString().slice(0, 16)} ${window.zone}`
}

describe('a window that a text states', () => {
  it.each([
    [
      'Metrics were lost between 21:38 UTC and 22:13 UTC, and then came back.',
      '2026-01-29T23:13Z',
      '2026-01-29T21:38 2026-01-29T22:13 UTC',
    ],
    ['From 13:35 UTC to 14:24 UTC some requests failed.', '2026-06-22T18:01Z', '2026-06-22T13:35 2026-06-22T14:24 UTC'],
    ['From 8:58 to 10:02 UTC sign-in was slow.', '2026-06-09T15:16Z', '2026-06-09T08:58 2026-06-09T10:02 UTC'],
    ['Between 14:40 and 14:53 UTC, sign-in was slow.', '2026-04-20T19:17Z', '2026-04-20T14:40 2026-04-20T14:53 UTC'],
    [
      'Runs failed (approximately 3:20 PM PT - 6:05 PM PT) and are not retried.',
      '2025-01-11T02:19Z',
      '2025-01-10T23:20 2025-01-11T02:05 America/Los_Angeles',
    ],
    [
      'Mail was late between 2:50pm – 5:18pm PT.',
      '2026-06-05T00:49Z',
      '2026-06-04T21:50 2026-06-05T00:18 America/Los_Angeles',
    ],
    ['from roughly 9:50 until 10:15 utc', '2026-06-05T12:00Z', '2026-06-05T09:50 2026-06-05T10:15 UTC'],
    ['14:40–14:53 UTC', '2026-06-05T16:00Z', '2026-06-05T14:40 2026-06-05T14:53 UTC'],
    ['between 10:00 and 10:30 (UTC+2)', '2026-06-05T16:00Z', '2026-06-05T08:00 2026-06-05T08:30 UTC+2'],
    ['from 3-5pm ET', '2026-06-05T23:00Z', '2026-06-05T19:00 2026-06-05T21:00 America/New_York'],
    ['from 11:50 to 1:18 p.m. US/Central', '2026-06-05T23:00Z', '2026-06-05T16:50 2026-06-05T18:18 America/Chicago'],
    ['from 11:50 PM to 1:18 PDT', '2026-06-05T23:00Z', '2026-06-05T06:50 2026-06-05T08:18 UTC-7'],
    ['from 12:10 am to 12:40 am CET', '2026-01-05T23:00Z', '2026-01-04T23:10 2026-01-04T23:40 UTC+1'],
  ])('%j, posted %s', (body, postedAt, window) => {
    expect(find(body, postedAt)).toBe(window)
  })

  it('comes with its words as they stand', () => {
    const window = findStatedWindow('Some (from about 3:20 PM PT - 6:05 PM PT) failed.', new Date('2025-01-11T02:19Z'))
    expect(window?.quote).toBe('from about 3:20 PM PT - 6:05 PM PT')
  })

  it('is the first of several', () => {
    expect(find('Between 10:00 and 10:10 UTC and again between 11:00 and 11:10 UTC', '2026-06-05T16:00Z')).toContain(
      'T10:00',
    )
  })
})

describe('its day', () => {
  it('is the nearest before the posting, in the zone of the text', () => {
    expect(find('between 23:10 and 23:50 UTC', '2026-06-05T00:30Z')).toBe('2026-06-04T23:10 2026-06-04T23:50 UTC')
    expect(find('between 4 PM and 5 PM PST', '2026-01-06T01:30Z')).toBe('2026-01-06T00:00 2026-01-06T01:00 UTC-8')
    expect(find('between 9 PM and 10 PM PT', '2026-01-06T03:30Z')).toBe(
      '2026-01-05T05:00 2026-01-05T06:00 America/Los_Angeles',
    )
  })

  it('is two days for a window across midnight', () => {
    expect(find('between 23:50 and 00:20 UTC', '2026-06-05T00:40Z')).toBe('2026-06-04T23:50 2026-06-05T00:20 UTC')
  })

  it.each([
    ['On October 20, 2025, between 09:54 and 10:11 UTC', '2025-10-20T09:54 2025-10-20T10:11 UTC'],
    ['between 09:54 and 10:11 UTC on 20 October', '2025-10-20T09:54 2025-10-20T10:11 UTC'],
    ['between 23:54 and 00:11 UTC on the 20th of October', '2025-10-19T23:54 2025-10-20T00:11 UTC'],
    ['From 2025-10-20T09:54Z to 2025-10-20T10:11Z', '2025-10-20T09:54 2025-10-20T10:11 UTC'],
    ['Between 11:49 PM PDT on October 19 and 2:24 AM PDT on October 20', '2025-10-20T06:49 2025-10-20T09:24 UTC-7'],
    ['Between Monday, 2025-10-20, 04:36 and 06:45 UTC', '2025-10-20T04:36 2025-10-20T06:45 UTC'],
  ])('is the one that the text gives: %j', (body, window) => {
    expect(find(body, '2025-10-25T12:00Z')).toBe(window)
  })

  it('without its year is of the last half year, across New Year too', () => {
    expect(find('between 23:00 UTC on Dec 31 and 01:00 UTC on Jan 1', '2026-01-02T12:00Z')).toBe(
      '2025-12-31T23:00 2026-01-01T01:00 UTC',
    )
    expect(find('March 6, 11:00 to 13:00 UTC', '2026-03-01T10:44Z')).toBeNull()
  })

  it('may be named elsewhere in the text only if it is the nearest', () => {
    const body = 'On October 24 sends failed. Between 14:40 and 14:53 UTC nothing went out.'
    expect(find(body, '2025-10-24T18:00Z')).toBe('2025-10-24T14:40 2025-10-24T14:53 UTC')
    expect(find(body, '2025-10-27T18:00Z')).toBeNull()
  })
})

describe('no window is made of', () => {
  it.each([
    ['two moments', 'It was found at around 10:30 PST and a fix was released at 11:00 PST.'],
    ['times without a zone', 'Between 10:30 and 11:00 it was slow.'],
    ['a zone that means several', 'Between 10:30 IST and 11:00 IST it was slow.'],
    ['a list', 'Restarted at 10:30 UTC and 11:00 UTC.'],
    ['plain numbers', 'Between 10 and 30 UTC hosts; 5 - 7 UTC.'],
    [
      'times that no clock shows',
      'Between 25:00 and 26:00 UTC; from 10:75 to 11:80 UTC; from 13:20 PM to 14:00 PM UTC.',
    ],
    ['no length', 'Between 10:00 and 10:00 UTC.'],
    ['a negative length', 'Between 2026-06-05 10:00 UTC and 2026-06-05 09:00 UTC.'],
    ['more than a day', 'From 2026-06-01 10:00 UTC to 2026-06-02 10:01 UTC.'],
    ['a day that no calendar has', 'From 2026-02-30 10:00 UTC to 2026-02-30 11:00 UTC.'],
    ['an announcement', 'The console will be unavailable from 10:00 to 11:00 UTC.'],
    ['the future', 'On 2026-06-09 between 10:00 and 11:00 UTC hosts restart.'],
    ['a day that is named by its weekday', 'On Tuesday between 10:00 and 11:00 UTC mail was late.'],
    ['yesterday', 'Mail was late between 10:00 and 11:00 UTC yesterday.'],
    ['nothing', ''],
  ])('%s', (_, body) => {
    expect(find(body, '2026-06-05T16:00Z')).toBeNull()
  })
})

describe('a zone name', () => {
  const flagOf = (body: string, postedAt: string) => findStatedWindow(body, new Date(postedAt))?.flag

  it('with PT follows the season, with PST is read literally and flagged in summer', () => {
    expect(find('from 3:00 pm to 4:00 pm PT', '2026-07-06T12:00Z')).toContain('2026-07-05T22:00')
    expect(find('from 3:00 pm to 4:00 pm PST', '2026-07-06T12:00Z')).toContain('2026-07-05T23:00')
    expect(flagOf('from 3:00 pm to 4:00 pm PT', '2026-07-06T12:00Z')).toBeNull()
    expect(flagOf('from 3:00 pm to 4:00 pm PST', '2026-07-06T12:00Z')).toBe('standard_time_in_summer')
    expect(flagOf('from 3:00 pm to 4:00 pm PST', '2026-01-06T12:00Z')).toBeNull()
    expect(flagOf('from 3:00 pm to 4:00 pm EDT', '2026-01-06T12:00Z')).toBe('daylight_time_in_winter')
  })

  it('in one end holds for both; each end keeps its own', () => {
    expect(find('from 15:00 PT to 16:00', '2026-07-06T12:00Z')).toContain('2026-07-05T22:00')
    expect(find('from 15:00 PDT to 23:30 UTC', '2026-07-06T12:00Z')).toBe('2026-07-05T22:00 2026-07-05T23:30 UTC')
  })
})

describe('of any text', () => {
  const pieces = fc.constantFrom(
    'between ',
    'from ',
    ' and ',
    ' to ',
    ' - ',
    '3:20',
    '11:59',
    '24',
    ' PM',
    ' am',
    ' UTC',
    ' PT',
    ' PST',
    ', ',
    'Oct 20',
    '2025-10-20',
    '. ',
    '\n',
  )
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.array(pieces, { maxLength: 40 }).map((list) => list.join('')),
  )
  const posted = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })

  it('a window begins before the posting, lasts at most a day and quotes the text', () => {
    fc.assert(
      fc.property(text, posted, (body, postedAt) => {
        const window = findStatedWindow(body, postedAt)
        if (window === null) return
        expect(window.from.getTime()).toBeLessThanOrEqual(postedAt.getTime())
        expect(window.to.getTime() - window.from.getTime()).toBeGreaterThan(0)
        expect(window.to.getTime() - window.from.getTime()).toBeLessThanOrEqual(24 * 3_600_000)
        expect(body).toContain(window.quote)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    '1:',
    '1:00 - ',
    '3:20 PM PT - ',
    'between 1:00 UTC and ',
    'Oct 20 ',
    '2025-10-20 ',
    'January ',
    ' ',
    'on the 1st of ',
    '((((',
    '1:00 UTC on Oct 1 - ',
  ])('made of 100,000 characters of %j it answers at once', async (piece) => {
    const text = piece.repeat(100_000 / piece.length)
    expect(await cpuMsOf(() => findStatedWindow(text, new Date('2026-06-05T16:00Z')))).toBeLessThan(1000)
  })
})
