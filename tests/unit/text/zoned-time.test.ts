import { Settings } from 'luxon'
import { afterEach, describe, expect, it } from 'vitest'
import { parseZoneless } from '#lib/adapters/wire/time.ts'
import { findStatedWindow } from '#lib/text/stated-window.ts'
import { zonedInstant } from '#lib/text/zoned-time.ts'

const NOW = Settings.now
afterEach(() => {
  Settings.now = NOW
})

const at = (text: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number)
  return { year, month, day, hour, minute }
}
const iso = (date: Date | null) => date?.toISOString().slice(0, 16) ?? null

describe.each([
  ['July', '2026-07-01T00:00Z'],
  ['December', '2026-12-01T00:00Z'],
])('asked in %s', (_, now) => {
  const asked = <T>(work: () => T): T => {
    Settings.now = () => Date.parse(now)
    return work()
  }

  it.each([
    ['2025-11-02 01:10', 'America/Los_Angeles', '2025-11-02T08:10'],
    ['2026-10-25 02:00', 'Europe/Berlin', '2026-10-25T00:00'],
    ['2026-04-05 01:45', 'Australia/Lord_Howe', '2026-04-04T14:45'],
    ['2026-04-05 02:30', 'Pacific/Auckland', '2026-04-04T13:30'],
  ])('%s in %s, which clocks show twice, is the first of the two', (text, zone, expected) => {
    expect(iso(asked(() => zonedInstant(at(text), zone)))).toBe(expected)
  })

  it.each([
    ['2025-03-09 02:30', 'America/Los_Angeles', '2025-03-09T10:30'],
    ['2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:30'],
    ['2025-10-05 02:15', 'Australia/Lord_Howe', '2025-10-04T15:45'],
  ])('%s in %s, which clocks leave out, is moved forward', (text, zone, expected) => {
    expect(iso(asked(() => zonedInstant(at(text), zone)))).toBe(expected)
  })

  it('the second is taken where only that comes after what comes before', () => {
    const since = new Date('2025-11-02T08:50:00Z')
    expect(iso(asked(() => zonedInstant(at('2025-11-02 01:10'), 'America/Los_Angeles', since)))).toBe(
      '2025-11-02T09:10',
    )
    expect(iso(asked(() => parseZoneless('2025-11-02T01:10:00', 'America/Los_Angeles', since)))).toBe(
      '2025-11-02T09:10',
    )
  })

  it.each([
    ['from 1:10 AM PT to 1:50 AM PT', '2025-11-02T08:10', '2025-11-02T08:50'],
    ['from 1:50 AM PT to 1:10 AM PT', '2025-11-02T08:50', '2025-11-02T09:10'],
    ['from 12:30 AM PT to 1:10 AM PT', '2025-11-02T07:30', '2025-11-02T08:10'],
    ['from 1:30 AM PST to 2:10 AM PT', '2025-11-02T09:30', '2025-11-02T10:10'],
    ['from 11:30 PM PT to 1:10 AM PT', '2025-11-02T06:30', '2025-11-02T08:10'],
  ])('a text that says "%s" states one window', (text, from, to) => {
    const window = asked(() => findStatedWindow(`Requests failed ${text}.`, new Date('2025-11-02T18:00:00Z')))
    expect([iso(window?.from ?? null), iso(window?.to ?? null)]).toEqual([from, to])
  })
})

it('has no instant for what no calendar has, nor in a zone that does not exist', () => {
  expect(zonedInstant(at('2026-02-30 10:00'), 'Europe/Berlin')).toBeNull()
  expect(zonedInstant(at('2026-02-20 10:00'), 'Europe/Nowhere')).toBeNull()
})
