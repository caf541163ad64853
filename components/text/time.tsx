import { type TimeForm, timeText, toDateTime } from './time-text.ts'

/**
 * An instant in UTC, which the reader may switch to local time; the switch may come before React has taken the page over, hence
 * the suppressed warnings. Without `zone` the surroundings say which zone it is. `after`: the instant whose date the reader has
 * just seen.
 */
export function Time({
  at,
  form = 'instant',
  after = null,
  zone = false,
}: {
  at: Date
  form?: TimeForm
  after?: Date | null
  zone?: boolean
}) {
  return (
    <>
      <time
        dateTime={toDateTime(at)}
        data-form={form}
        {...(after !== null && { 'data-after': toDateTime(after) })}
        suppressHydrationWarning
      >
        {timeText(form, at, after)}
      </time>
      {zone && <Zone at={at} />}
    </>
  )
}

/** "Jan 14, 21:47 → Jan 15, 00:56 UTC"; the first alone where there is no other, or the same. */
export function SpanTime({ from, to, form = 'short' }: { from: Date; to: Date | null; form?: 'short' | 'instant' }) {
  if (to === null || from.getTime() === to.getTime()) return <Time at={from} form={form} zone />
  return (
    <>
      <Time at={from} form={form} /> → <Time at={to} form="clock" after={from} zone />
    </>
  )
}

/** The name of the zone, which a switch to local time replaces by the offset that held at `at`. */
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
 * "3 minutes ago", written by the script beside a time that stands there in full: a page may be read long after it was made.
 * On a phone its line is kept free, so that it moves nothing when it comes. `word` goes before it.
 */
export function Age({ since, word = '' }: { since: Date; word?: string }) {
  return (
    <span
      data-since={toDateTime(since)}
      data-word={word}
      suppressHydrationWarning
      className="after:content-[attr(data-age)] print:hidden! max-md:scripted:block max-md:scripted:min-h-[1.6em] md:scripted:before:content-['_·_']"
    />
  )
}

/**
 * A span on the other clock than the page's, written by the script: the reader's own while times are in UTC, UTC while they are
 * the reader's. It has a line of its own, kept free for it, so that it moves nothing when it comes.
 */
export function OtherClock({ from, to }: { from: Date; to: Date | null }) {
  return (
    <span
      data-other-from={toDateTime(from)}
      {...(to !== null && to > from && { 'data-other-to': toDateTime(to) })}
      suppressHydrationWarning
      className="hidden truncate text-label after:content-[attr(data-other)] scripted:block scripted:min-h-[1.5em] print:hidden!"
    />
  )
}
