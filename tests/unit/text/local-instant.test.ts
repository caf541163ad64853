import { describe, expect, it } from 'vitest'
import { parseMoment } from '#lib/text/local-instant.ts'

const NOW = new Date('2026-06-01T00:00:00Z')
const moment = (text: string, zone: string | null = null) => parseMoment(text, zone, 't', NOW).toISOString()

describe('a moment', () => {
  it.each([
    ['2025-06-12T19:45', null, '2025-06-12T19:45:00.000Z'],
    ['2025-06-12T21:45', 'Europe/Berlin', '2025-06-12T19:45:00.000Z'],
    ['2025-06-12T12:45', 'PT', '2025-06-12T19:45:00.000Z'],
    ['2025-01-12T12:45', 'PT', '2025-01-12T20:45:00.000Z'],
    ['2025-06-12T12:45', 'pst', '2025-06-12T20:45:00.000Z'],
    ['2025-06-12T21:45', 'UTC+2', '2025-06-12T19:45:00.000Z'],
    ['2025-06-12T09:45', 'HST', '2025-06-12T19:45:00.000Z'],
    ['2025-06-13T04:45', 'Japan', '2025-06-12T19:45:00.000Z'],
    // The instant's own zone holds.
    ['2025-06-12T21:45+02:00', 'PT', '2025-06-12T19:45:00.000Z'],
    // Shown twice, and left out, when the clocks change.
    ['2025-10-26T02:30', 'Europe/Berlin', '2025-10-26T00:30:00.000Z'],
    ['2025-03-30T02:30', 'Europe/Berlin', '2025-03-30T01:30:00.000Z'],
  ])('%s in %s is %s', (text, zone, instant) => {
    expect(moment(text, zone)).toBe(instant)
  })

  it.each([
    ['2025-06-12T19:45', 'Atlantis', 'zone must be'],
    [
      '2025-06-12T19:45',
      'AST',
      'AST means different times in different places. Name the place: America/Halifax or Asia/Riyadh',
    ],
    ['2025-06-12T19:45', 'ist', 'Asia/Kolkata, Europe/Dublin or Asia/Jerusalem'],
    ['2025-06-12T19:45', 'NST', 'different times'],
    ['2025-06-12T19:45', 'SST', 'different times'],
    ['2025-06-12T19:45', 'ECT', 'different times'],
    ['2025-06-12T19:45', 'PLT', 'zone must be'],
    ['2025-02-30T19:45', 'PT', 't must be an instant'],
    ['yesterday', 'PT', 't must be an instant'],
    ['2026-06-01T01:00', 'UTC', 't is in the future'],
  ])('%s in %s is refused', (text, zone, message) => {
    expect(() => moment(text, zone)).toThrow(message)
  })
})
