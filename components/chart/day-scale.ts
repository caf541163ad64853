import type { DayKey, DayRow } from '#lib/domain/days.ts'

/**
 * In pixels: a line of month names above seven rows of squares, with weekday names to their left. More than half a year takes a band
 * for each half or less: two stand side by side where there is room, and each fits the width of a phone, so that no day is hidden.
 */
export const CALENDAR = {
  left: 30,
  top: 17,
  cell: 0.86,
  widest: 1006,
  widestOfTwo: 482,
  roomiest: 28,
  weeks: 27,
} as const

/** Shades of a day, by its hours of downtime: shades, since hues stand for impact. */
export const DAY_LEVELS = ['none', 'short', 'some', 'long'] as const
export type DayLevel = (typeof DAY_LEVELS)[number]

export const LEVEL_LOOKS = {
  none: 'fill-line',
  short: 'fill-bar [fill-opacity:0.45]',
  some: 'fill-bar [fill-opacity:0.75]',
  long: 'fill-ink',
} as const satisfies Record<DayLevel, string>

/** For the lines that squares in a row are drawn as. */
export const LEVEL_STROKES = {
  none: 'stroke-line',
  short: 'stroke-bar [stroke-opacity:0.45]',
  some: 'stroke-bar [stroke-opacity:0.75]',
  long: 'stroke-ink',
} as const satisfies Record<DayLevel, string>

export const LEVEL_WORDS = {
  none: 'none',
  short: 'under 1 h',
  some: '1–4 h',
  long: 'over 4 h',
} as const satisfies Record<DayLevel, string>

/** Null where nothing is known of the day. */
export function levelOf({ downtimeSeconds, incidentCount }: DayRow): DayLevel | null {
  if (downtimeSeconds === null) return null
  if (incidentCount === 0) return 'none'
  if (downtimeSeconds < 3600) return 'short'
  return downtimeSeconds <= 4 * 3600 ? 'some' : 'long'
}

/** Column and row of a day when the calendar starts with `first`; weeks begin on Monday. */
export function placeOf(day: DayKey, first: DayKey): { week: number; weekday: number } {
  const index = weekdayOf(first) + (Date.parse(day) - Date.parse(first)) / 86_400_000
  return { week: Math.floor(index / 7), weekday: index % 7 }
}

/** A band of a calendar: its days, and where their squares lie, in pixels. */
export interface DayBand {
  first: DayKey
  last: DayKey
  pitch: number
  size: number
  /** How many weeks stand side by side. */
  weeks: number
}

/** The bands of these days: as large as the width allows, in whole pixels, since a page has hundreds of squares. */
export function bandsOf(first: DayKey, last: DayKey): DayBand[] {
  const all = placeOf(last, first).week + 1
  const count = Math.ceil(all / CALENDAR.weeks)
  const weeks = Math.ceil(all / count)
  const widest = count === 1 ? CALENDAR.widest : CALENDAR.widestOfTwo
  const pitch = Math.floor(Math.min(CALENDAR.roomiest, widest / weeks))
  // Even, so that its half is whole, too.
  const size = 2 * Math.round((pitch * CALENDAR.cell) / 2)
  const monday = dayAfter(first, -weekdayOf(first))
  return Array.from({ length: count }, (_, index) => {
    const next = dayAfter(monday, (index + 1) * weeks * 7 - 1)
    return {
      first: index === 0 ? first : dayAfter(monday, index * weeks * 7),
      last: next < last ? next : last,
      pitch,
      size,
      weeks,
    }
  })
}

/** The size of a band's drawing. */
export function sizeOf({ pitch, weeks }: Pick<DayBand, 'pitch' | 'weeks'>): { width: number; height: number } {
  return { width: CALENDAR.left + weeks * pitch, height: CALENDAR.top + 7 * pitch }
}

/** The upper left corner of a day's square. */
export function cornerOf(day: DayKey, { first, pitch }: Pick<DayBand, 'first' | 'pitch'>): { x: number; y: number } {
  const { week, weekday } = placeOf(day, first)
  return { x: CALENDAR.left + week * pitch, y: CALENDAR.top + weekday * pitch }
}

/** The day whose square, with the gap after it, is at a point of the drawing; null beside the squares. */
export function dayAt({ x, y }: { x: number; y: number }, { first, last, pitch, weeks }: DayBand): DayKey | null {
  const column = Math.floor((x - CALENDAR.left) / pitch)
  const weekday = Math.floor((y - CALENDAR.top) / pitch)
  if (column < 0 || column >= weeks || weekday < 0 || weekday > 6) return null
  const day = dayAfter(first, column * 7 + weekday - weekdayOf(first))
  return day < first || day > last ? null : day
}

export function dayAfter(day: DayKey, days: number): DayKey {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/**
 * A path through the squares of these days, in their order: one line for each run of days within a week, each from where the last
 * one ended. Dashes as long as a square, of its width, show the squares; a page with years of days stays short.
 */
export function pathThrough(days: readonly DayKey[], band: DayBand): string {
  let path = ''
  let [atX, atY] = [0, 0]
  for (const { first, last } of runsOf(days, band)) {
    const x = first.x + band.size / 2
    const length = last.y + band.size - first.y
    path += `m${x - atX} ${first.y - atY}v${length}`
    ;[atX, atY] = [x, first.y + length]
  }
  return path
}

type Corner = ReturnType<typeof cornerOf>

function runsOf(days: readonly DayKey[], band: DayBand): { first: Corner; last: Corner }[] {
  const runs: { first: Corner; last: Corner }[] = []
  for (const day of days) {
    const corner = cornerOf(day, band)
    const run = runs.at(-1)
    if (run?.last.x === corner.x && corner.y - run.last.y === band.pitch) run.last = corner
    else runs.push({ first: corner, last: corner })
  }
  return runs
}

function weekdayOf(day: DayKey): number {
  return (new Date(day).getUTCDay() + 6) % 7
}
