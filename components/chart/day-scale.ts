import type { DayKey, DayRow } from '#lib/domain/days.ts'

/**
 * In pixels: a line of month names above seven rows of squares, with weekday names to their left. A window of more than a year
 * takes a band for each year or less, so that its squares are large enough to point at.
 */
export const CALENDAR = {
  left: 30,
  top: 17,
  gap: 10,
  cell: 0.86,
  widest: 1006,
  roomiest: 28,
  tightest: 15,
  weeks: 54,
} as const

/** Shades of a day, by its hours of downtime: shades, since hues stand for impact. */
export const DAY_LEVELS = ['none', 'short', 'some', 'long'] as const
export type DayLevel = (typeof DAY_LEVELS)[number]

export const LEVEL_LOOKS = {
  none: 'fill-line',
  short: 'fill-bar/45',
  some: 'fill-bar/75',
  long: 'fill-ink',
} as const satisfies Record<DayLevel, string>

/** For the lines that squares in a row are drawn as. */
export const LEVEL_STROKES = {
  none: 'stroke-line',
  short: 'stroke-bar/45',
  some: 'stroke-bar/75',
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

/** Where the squares of a calendar lie that starts with `first`, in pixels. */
export interface DayGrid {
  first: DayKey
  pitch: number
  size: number
  /** How many weeks stand side by side; those that follow stand below. */
  weeks: number
}

/** The grid for these days: as large as the width allows. */
export function gridOf(first: DayKey, last: DayKey): DayGrid & { bands: number } {
  const all = placeOf(last, first).week + 1
  const bands = Math.ceil(all / CALENDAR.weeks)
  const weeks = Math.ceil(all / bands)
  const pitch = Math.floor(Math.min(CALENDAR.roomiest, Math.max(CALENDAR.tightest, CALENDAR.widest / weeks)))
  return { first, pitch, size: sizeOf(pitch), weeks, bands }
}

/** The side of a square; even, so that a page of hundreds holds no fractions. */
export function sizeOf(pitch: number): number {
  return 2 * Math.round((pitch * CALENDAR.cell) / 2)
}

/** The height of a band, with the space below it. */
export function bandHeight({ pitch }: Pick<DayGrid, 'pitch'>): number {
  return CALENDAR.top + 7 * pitch + CALENDAR.gap
}

/** The upper left corner of a day's square. */
export function cornerOf(day: DayKey, grid: DayGrid): { x: number; y: number } {
  const { week, weekday } = placeOf(day, grid.first)
  const band = Math.floor(week / grid.weeks)
  return {
    x: round(CALENDAR.left + (week % grid.weeks) * grid.pitch),
    y: round(band * bandHeight(grid) + CALENDAR.top + weekday * grid.pitch),
  }
}

/** The day whose square, with the gap after it, is at a point of the drawing; null beside the squares. */
export function dayAt({ x, y }: { x: number; y: number }, grid: DayGrid): DayKey | null {
  const band = Math.floor(y / bandHeight(grid))
  const column = Math.floor((x - CALENDAR.left) / grid.pitch)
  const weekday = Math.floor((y - band * bandHeight(grid) - CALENDAR.top) / grid.pitch)
  if (column < 0 || column >= grid.weeks || weekday < 0 || weekday > 6) return null
  return dayAfter(grid.first, (band * grid.weeks + column) * 7 + weekday - weekdayOf(grid.first))
}

export function dayAfter(day: DayKey, days: number): DayKey {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/**
 * A path through the squares of these days, in their order: one line for each run of days within a week, each from where the last
 * one ended. Dashes as long as a square, of its width, show the squares; a page with years of days stays short.
 */
export function pathThrough(days: readonly DayKey[], grid: DayGrid): string {
  let path = ''
  let [atX, atY] = [0, 0]
  for (const { first, last } of runsOf(days, grid)) {
    const x = round(first.x + grid.size / 2)
    const length = round(last.y + grid.size - first.y)
    path += `m${round(x - atX)} ${round(first.y - atY)}v${length}`
    ;[atX, atY] = [x, round(first.y + length)]
  }
  return path
}

type Corner = ReturnType<typeof cornerOf>

function runsOf(days: readonly DayKey[], grid: DayGrid): { first: Corner; last: Corner }[] {
  const runs: { first: Corner; last: Corner }[] = []
  for (const day of days) {
    const corner = cornerOf(day, grid)
    const run = runs.at(-1)
    if (run?.last.x === corner.x && round(corner.y - run.last.y) === grid.pitch) run.last = corner
    else runs.push({ first: corner, last: corner })
  }
  return runs
}

/** To the hundredth: half of a square has two decimals. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

function weekdayOf(day: DayKey): number {
  return (new Date(day).getUTCDay() + 6) % 7
}
