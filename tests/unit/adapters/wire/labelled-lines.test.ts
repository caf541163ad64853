import { describe, expect, it } from 'vitest'
import { readLabelled } from '#lib/adapters/wire/labelled-lines.ts'
import { STATE_VOCABULARY } from '#lib/adapters/wire/state-vocabulary.ts'
import { meaningOf } from '#lib/adapters/wire/state-words.ts'
import { readTitleState } from '#lib/adapters/wire/title-state.ts'

const at = (date: Date | null) => date?.toISOString().replace(':00.000Z', 'Z') ?? null

describe('a start', () => {
  it.each([
    ['Début : mardi 24 novembre 2026 à 10:00 UTC', '2026-11-24T10:00Z'],
    ['Début : samedi 28 novembre 2026 à 10:00 UTC', '2026-11-28T10:00Z'],
    ['Inicio: martes 24 de noviembre de 2026, 10:00 UTC', '2026-11-24T10:00Z'],
    ['Start: maandag 23 november 2026 om 10:00 CET', '2026-11-23T09:00Z'],
    ['Start: Tuesday, November 24, 2026 at 10:00 UTC', '2026-11-24T10:00Z'],
    ['Inizio: novembre 24 2026 alle 10:00 UTC', '2026-11-24T10:00Z'],
    ['Начало: 24 мая 2026 в 10:00 UTC', '2026-05-24T10:00Z'],
    ['Start: Nov 24, 2026 10:00 PM (GMT+00:00) Europe/London', '2026-11-24T22:00Z'],
    ['Start: Sep 4, 2026 10:00 PM (GMT+00:00) Europe/London', '2026-09-04T21:00Z'],
    ['Start: 2026-07-04 22:00 (GMT-05:00) America/New_York', '2026-07-05T02:00Z'],
    ['Start: 4 September 2026, 22:00 Asia/Kolkata', '2026-09-04T16:30Z'],
    ['Start: 4 September 2026, 22:00 (GMT+03:00) Europe/Atlantis', '2026-09-04T19:00Z'],
  ])('is read from "%s"', (line, expected) => {
    expect(at(readLabelled(line).startedAt)).toBe(expected)
  })

  it.each([
    'Start: 2026-11-24 09:00 - 11:00 UTC',
    'Start: 24.11.2026 10:00-12:00',
    'Start: Nov 24, 2026 22:00-23:30 UTC',
  ])('is not read from a range, and said to be odd: "%s"', (line) => {
    const { startedAt, oddTime } = readLabelled(line)
    expect([startedAt, oddTime]).toEqual([null, line.slice('Start: '.length)])
  })
})

describe('a window', () => {
  it.each([
    ['24.11.2026 22:00–23:30 CET', '2026-11-24T21:00Z', '2026-11-24T22:30Z'],
    ['Nov 24, 2026 22:00-23:30 UTC', '2026-11-24T22:00Z', '2026-11-24T23:30Z'],
    ['24.11.2026 22:00–02:00 CET', '2026-11-24T21:00Z', '2026-11-25T01:00Z'],
    ['Nov 24, 2026 22:00 UTC - Nov 25, 2026 02:00 UTC', '2026-11-24T22:00Z', '2026-11-25T02:00Z'],
    ['Nov 24, 2026 22:00 - 23:00 UTC', '2026-11-24T22:00Z', '2026-11-24T23:00Z'],
    ['24.11.2026 22:00 UTC', '2026-11-24T22:00Z', null],
  ])('is read whole: %s', (value, from, until) => {
    const { scheduledFrom, scheduledUntil } = readLabelled(`Wartungsfenster: ${value}`)
    expect([at(scheduledFrom), at(scheduledUntil)]).toEqual([from, until])
  })

  it('is not read without a zone', () => {
    const { scheduledFrom, scheduledUntil } = readLabelled('Wartungsfenster: 24.11.2026 10:00-12:00')
    expect([scheduledFrom, scheduledUntil]).toEqual([null, null])
  })
})

describe('words of states', () => {
  it('mean one thing each', () => {
    const words = Object.values(STATE_VOCABULARY).flatMap((list) => list.split(',').map((word) => word.trim()))
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([])
  })

  it.each([
    ['Сбой устранён', 'resolved'],
    ['Инцидент устранён', 'resolved'],
    ['In Bearbeitung', 'open'],
    ['Afsluttet', 'resolved'],
    ['started', 'open'],
  ])('are known: %s', (word, meaning) => {
    expect(meaningOf(word)).toBe(meaning)
  })

  it.each([
    ['Service outage: EU region', null],
    ['Service down - EU', null],
    ['Problem detected: login', null],
    ['Outage: EU region', null],
    ['Issue solved: login', 'Issue solved'],
    ['[Investigating] Login', 'Investigating'],
  ])('are not taken for what happened: %s', (title, word) => {
    expect(readTitleState(title).word).toBe(word)
  })
})
