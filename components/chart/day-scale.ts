import { impactWords } from '#components/text/incident-words.ts'
import type { DayKey, DayRow } from '#lib/domain/days.ts'
import { formatDay, formatSum } from '#lib/domain/format.ts'

/** In pixels: a line of month names above seven rows of squares, with weekday names to their left. */
export const CALENDAR = { left: 30, top: 17, cell: 0.84, widest: 1006, roomiest: 13, tightest: 9.5 } as const

/** Shades of a day, by its hours of downtime. */
export const DAY_LEVELS = ['none', 'short', 'some', 'long'] as const
export type DayLevel = (typeof DAY_LEVELS)[number]

export const LEVEL_LOOKS = {
  none: 'fill-line',
  short: 'fill-major/40',
  some: 'fill-major/70',
  long: 'fill-major',
} as const satisfies Record<DayLevel, string>

/** For the lines that squares in a row are drawn as. */
export const LEVEL_STROKES = {
  none: 'stroke-line',
  short: 'stroke-major/40',
  some: 'stroke-major/70',
  long: 'stroke-major',
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

/** Distance from one square to the next; makes a window of any length look like a calendar. */
export function pitchOf(weeks: number): number {
  const filling = CALENDAR.widest / Math.max(weeks, 1)
  return Math.round(Math.min(CALENDAR.roomiest, Math.max(CALENDAR.tightest, filling)) * 10) / 10
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
}

/** The upper left corner of a day's square. */
export function cornerOf(day: DayKey, { first, pitch }: DayGrid): { x: number; y: number } {
  const { week, weekday } = placeOf(day, first)
  return { x: round(CALENDAR.left + week * pitch), y: round(CALENDAR.top + weekday * pitch) }
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

/** "Oct 20, 2025: 17m, major impact" */
export function dayWords({ day, downtimeSeconds, downtimeIsMinimum, incidentCount, worst }: DayRow): string {
  const length = downtimeSeconds === 0 ? 'duration not reported' : formatSum(downtimeSeconds ?? 0, downtimeIsMinimum)
  const words = worst === null ? null : impactWords({ kind: 'incident', impact: worst })?.toLowerCase()
  return `${formatDay(new Date(day))}: ${[length, words, incidentCount > 1 && `${incidentCount} incidents`].filter(Boolean).join(', ')}`
}

function weekdayOf(day: DayKey): number {
  return (new Date(day).getUTCDay() + 6) % 7
}
