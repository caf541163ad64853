import { type TimeForm, timeText, toDateTime } from './time-text.ts'

/**
 * An instant in UTC, which the reader may switch to local time. The switch may happen before React hydrates the page, hence the
 * suppressed warnings. Without `zone`, the surrounding text names the zone. `after`: the instant whose date the reader has just
 * seen, for a clock; with `followsIt`, it is the time before this one in the page, and need not be written a second time. Pages
 * have hundreds of these, so an attribute says no more than it must: `data-after` alone marks a clock.
 */
export function Time({
  at,
  form = 'instant',
  after = null,
  followsIt = false,
  zone = false,
}: {
  at: Date
  form?: TimeForm
  after?: Date | null
  followsIt?: boolean
  zone?: boolean
}) {
  return (
    <>
      <time
        dateTime={toDateTime(at)}
        {...(form === 'clock' && after !== null
          ? { 'data-after': followsIt ? '' : toDateTime(after) }
          : { 'data-form': form })}
        suppressHydrationWarning
      >
        {timeText(form, at, after)}
      </time>
      {zone && <Zone at={at} />}
    </>
  )
}

/** "Jan 14, 21:47 → Jan 15, 00:56 UTC"; only the first where the second is missing or the same. */
export function SpanTime({ from, to, form = 'short' }: { from: Date; to: Date | null; form?: 'short' | 'instant' }) {
  if (to === null || from.getTime() === to.getTime()) return <Time at={from} form={form} zone />
  return (
    <>
      <Time at={from} form={form} /> → <Time at={to} form="clock" after={from} followsIt zone />
    </>
  )
}

/** The name of the zone; switching to local time replaces it by the offset at `at`. */
function Zone({ at }: { at: Date }) {
  return (
    <>
      {' '}
      <span data-zone={toDateTime(at)} suppressHydrationWarning>
        UTC
      </span>
    </>
  )
}

/**
 * "3 minutes ago", written by the script beside a time given in full, since a page may be read long after it was rendered.
 * Phones reserve its line, so that nothing moves when it appears. `word` precedes it.
 */
export function Age({ since, word = '' }: { since: Date; word?: string }) {
  return (
    <span
      data-since={toDateTime(since)}
      data-word={word}
      suppressHydrationWarning
      className="age print:hidden! max-md:scripted:block max-md:scripted:min-h-[1.6em]"
    />
  )
}

/**
 * A span in the zone that the page is not using, written by the script: local time while the page shows UTC, and UTC while it
 * shows local time. It has a reserved line of its own, so that nothing moves when it appears.
 */
export function OtherClock({ from, to }: { from: Date; to: Date | null }) {
  return (
    <span
      data-other-from={toDateTime(from)}
      {...(to !== null && to > from && { 'data-other-to': toDateTime(to) })}
      suppressHydrationWarning
      className="other-clock hidden truncate text-label scripted:block scripted:min-h-[1.5em] print:hidden!"
    />
  )
}
