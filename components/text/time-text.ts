import { formatDay, formatShortDay, formatTime } from '#lib/domain/format.ts'

/**
 * The forms of an instant: `instant` "Jan 29, 2026, 23:13", `day` "Jan 29, 2026", `short` "Jan 29, 23:13", and `clock` "23:13",
 * preceded by as much of the date as differs from the previous instant.
 */
export const TIME_FORMS = ['instant', 'day', 'short', 'clock'] as const
export type TimeForm = (typeof TIME_FORMS)[number]

/** In UTC. Server and browser share this function, so switching zones changes the figures but never the form. */
export function timeText(form: TimeForm, instant: Date, after: Date | null): string {
  switch (form) {
    case 'instant':
      return `${formatDay(instant)}, ${formatTime(instant)}`
    case 'day':
      return formatDay(instant)
    case 'short':
      return `${formatShortDay(instant)}, ${formatTime(instant)}`
    case 'clock':
      if (after === null || formatDay(after) === formatDay(instant)) return formatTime(instant)
      return timeText(after.getUTCFullYear() === instant.getUTCFullYear() ? 'short' : 'instant', instant, null)
  }
}

/** An instant for `datetime`, without milliseconds, which no page shows. */
export function toDateTime(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, 'Z')
}
