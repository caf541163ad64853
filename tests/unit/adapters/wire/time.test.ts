import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atOrBefore, nearestTo, parsePageRange, parsePageTime } from '#lib/adapters/wire/page-time.ts'
import {
  parseEpoch,
  parseGoTime,
  parseInstant,
  parseIso,
  parseJsDate,
  parseRfc822,
  parseZoneless,
} from '#lib/adapters/wire/time.ts'

describe('ISO 8601', () => {
  it.each([
    ['2025-10-20T06:14:51.025Z', '2025-10-20T06:14:51.025Z'],
    ['2025-10-20T06:14:51.025-04:00', '2025-10-20T10:14:51.025Z'],
    ['2025-10-20T06:14:51Z', '2025-10-20T06:14:51.000Z'],
    ['2025-10-20T06:14+0545', '2025-10-20T00:29:00.000Z'],
    ['2025-10-20 06:14:51 UTC', '2025-10-20T06:14:51.000Z'],
    ['2025-10-20T06:14:51.123456789Z', '2025-10-20T06:14:51.123Z'],
    ['2024-02-29T24:00:00Z', '2024-03-01T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(parseIso(text)?.toISOString()).toBe(instant)
  })

  it.each([
    ...[
      '2025-10-20T06:14:51',
      '2025-10-20',
      '2025-02-29T00:00:00Z',
      '2025-06-31T00:00:00.000Z',
      '2025-13-01T00:00:00Z',
    ],
    ...[
      '2025-10-20T25:00:00Z',
      '2025-10-20T06:60:00Z',
      '2025-10-20T06:14:51+25:00',
      '2025-10-2xT06:14:51.025Z',
      '20251020T061451Z',
    ],
    ...['', 'soon', 'now', '1', null, undefined, 1_760_000_000, {}, []],
  ])('is not %j', (value) => {
    expect(parseIso(value)).toBeNull()
  })

  it('reads whatever toISOString writes', () => {
    const dates = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseIso(date.toISOString())).toEqual(date)
      }),
    )
  })
})

describe('RFC 822', () => {
  it.each([
    ['Mon, 17 Aug 2026 21:01:19 PDT', '2026-08-18T04:01:19.000Z'],
    ['Mon, 17 Aug 2026 21:01:19 +0800', '2026-08-17T13:01:19.000Z'],
    ['Thu, 23 Jul 2026 16:29:09 Z', '2026-07-23T16:29:09.000Z'],
    ['23 Jul 2026 16:29 GMT', '2026-07-23T16:29:00.000Z'],
    ['Sun, 23 July 26 6:29:09 -0000', '2026-07-23T06:29:09.000Z'],
    ['Fri, 01 Jan 99 00:00:00 EST', '1999-01-01T05:00:00.000Z'],
    ['Thu, 23 Jul 2026 16:29:09 +0200 (CEST)', '2026-07-23T14:29:09.000Z'],
  ])('%s', (text, instant) => {
    expect(parseRfc822(text)?.toISOString()).toBe(instant)
  })

  it.each([
    'Thu, 23 Jul 2026 16:29:09',
    'Thu, 23 Jul 2026 16:29:09 IST',
    '31 Jun 2026 00:00 GMT',
    '23 Smarch 2026 00:00 GMT',
    'Thu, 23 Jul 2026',
    '',
  ])('is not %j', (text) => {
    expect(parseRfc822(text)).toBeNull()
  })
})

describe('other forms of an instant', () => {
  it.each([
    [parseJsDate, 'Fri Apr 22 2022 12:02:11 GMT+0200 (Central European Summer Time)', '2022-04-22T10:02:11.000Z'],
    [parseGoTime, '2026-08-13 12:56:00 +0000 UTC', '2026-08-13T12:56:00.000Z'],
    [parseGoTime, '2026-08-13 12:56:00.5 +0200 CEST m=+0.0001', '2026-08-13T10:56:00.500Z'],
    [parseEpoch, 1_760_000_000, '2025-10-09T08:53:20.000Z'],
    [parseEpoch, '1760000000123', '2025-10-09T08:53:20.123Z'],
    [parseInstant, 'Mon, 17 Aug 2026 21:01:19 PDT', '2026-08-18T04:01:19.000Z'],
  ])('%o reads %j', (parse, value, instant) => {
    expect(parse(value)?.toISOString()).toBe(instant)
  })

  it('has no zero: Go’s and the epoch’s are none', () => {
    expect([
      parseGoTime('0001-01-01 00:00:00 +0000 UTC'),
      parseEpoch(0),
      parseEpoch(-1),
      parseEpoch(1e20),
      parseEpoch('x'),
    ]).toEqual([null, null, null, null, null])
  })

  it('is read in a zone where it names none', () => {
    expect(parseZoneless('2026-08-13 12:56:00', 'utc')?.toISOString()).toBe('2026-08-13T12:56:00.000Z')
    expect(parseZoneless('2026-08-13 12:56', 'Europe/Paris')?.toISOString()).toBe('2026-08-13T10:56:00.000Z')
    expect(parseZoneless('2026-08-13 12:56', 'Mars/Olympus')).toBeNull()
    expect(parseZoneless('2026-08-13 12:56Z', 'utc')).toBeNull()
  })
})

describe('times written for readers', () => {
  it.each([
    ['Aug 21, 00:37 UTC', '2026-08-21T12:00:00Z', '2026-08-21T00:37:00.000Z'],
    ['Aug  6, 18:30 PDT', '2026-08-21T12:00:00Z', '2026-08-07T01:30:00.000Z'],
    ['Dec 31, 23:50 UTC', '2026-01-01T00:10:00Z', '2025-12-31T23:50:00.000Z'],
    ['Jan 1, 00:10 UTC', '2025-12-31T23:50:00Z', '2026-01-01T00:10:00.000Z'],
    ['Feb 29, 10:00 UTC', '2026-01-01T00:00:00Z', '2024-02-29T10:00:00.000Z'],
    ['May 13, 2017, 06:45 UTC', '2026-01-01T00:00:00Z', '2017-05-13T06:45:00.000Z'],
  ])('%s, at or before %s', (text, bound, instant) => {
    const time = parsePageTime(text)
    expect(time && atOrBefore(time, new Date(bound))?.toISOString()).toBe(instant)
  })

  it.each([
    ['Sep 25, 15:15:07 GMT+0', '2026-09-25T15:15:07.000Z'],
    ['Sep 25, 15:15 GMT+5:30', '2026-09-25T09:45:00.000Z'],
    ['Sep 25, 9:05 UTC-3', '2026-09-25T12:05:00.000Z'],
    ['Sep 25, 2026, 11:30 AM UTC', '2026-09-25T11:30:00.000Z'],
    ['Sep 25, 2026, 12:30 am UTC', '2026-09-25T00:30:00.000Z'],
    ['September 25, 2026 at 10:00 PM UTC', '2026-09-25T22:00:00.000Z'],
    ['Sep 25, 2026 - 22:00 UTC', '2026-09-25T22:00:00.000Z'],
    ['25 September 2026 22:00 UTC', '2026-09-25T22:00:00.000Z'],
    ['25 Sep, 22:00 (UTC)', '2026-09-25T22:00:00.000Z'],
    ['Sep 25 22:00 PDT', '2026-09-26T05:00:00.000Z'],
  ])('are read however they are spelt: %j', (text, instant) => {
    const time = parsePageTime(text)
    expect(time && nearestTo(time, new Date('2026-09-25T00:00:00Z'))?.toISOString()).toBe(instant)
  })

  it.each(['IST', 'CST', 'BST', 'AST'])('are no instants by %s alone, which several zones share', (zone) => {
    const time = parsePageTime(`Sep 25, 22:00 ${zone}`)
    expect(time && nearestTo(time, new Date('2026-09-25T00:00:00Z'))).toBeNull()
  })

  it.each(['Aug 21', '13:00 PM UTC', 'Aug 21, 13:00 PM UTC', 'Smarch 21, 00:37 UTC', ''])('are not %j', (text) => {
    expect(parsePageTime(text)).toBeNull()
  })

  it.each([
    ['Aug 26, 23:37 - Aug 27, 19:44 UTC', '2026-08-26T23:37:00.000Z', '2026-08-27T19:44:00.000Z'],
    ['Aug 27, 10:04 - 12:12 UTC', '2026-08-27T10:04:00.000Z', '2026-08-27T12:12:00.000Z'],
    ['Aug 27, 10:04 UTC', '2026-08-27T10:04:00.000Z', '2026-08-27T10:04:00.000Z'],
    ['Dec 31, 23:00 - Jan 1, 02:00 PST', '2027-01-01T07:00:00.000Z', '2027-01-01T10:00:00.000Z'],
    ['Aug 1, 00:00 - Apr 30, 00:00 UTC', '2026-08-01T00:00:00.000Z', '2027-04-30T00:00:00.000Z'],
    ['Nov 1, 01:30 - 01:10 PST', '2026-11-01T09:30:00.000Z', '2026-11-01T09:10:00.000Z'],
  ])('%s', (text, from, until) => {
    const range = parsePageRange(text, new Date('2026-09-15T00:00:00Z'))
    expect([range?.from.toISOString(), range?.until.toISOString()]).toEqual([from, until])
  })
})
