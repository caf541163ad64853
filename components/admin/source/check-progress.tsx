import { Time } from '#components/text/time.tsx'

const REFRESH_SECONDS = 2
/** A worker takes a check up at once; after this long there is hardly one. */
const WAITING_MS = 15_000

/** The check of an address that has no answer yet. The page asks again by itself, with or without script. */
export function CheckProgress({
  progress,
  now,
  again,
}: {
  /** Null where the check is not kept any more. */
  progress: { url: string; since: Date; isRunning: boolean } | null
  now: Date
  /** Where an address is checked anew. */
  again: string
}) {
  if (progress === null) {
    return (
      <p role="status" className="mt-6 max-w-[68ch]">
        This check is no longer kept: an answer is kept for one hour.{' '}
        <a href={again} className="linked">
          Check the address again
        </a>
      </p>
    )
  }
  const { url, since, isRunning } = progress
  const isStuck = !isRunning && now.getTime() - since.getTime() > WAITING_MS
  return (
    <div className="mt-6 grid max-w-[68ch] gap-2">
      <meta httpEquiv="refresh" content={String(REFRESH_SECONDS)} />
      <p role="status" className="wrap-anywhere">
        {isRunning ? 'Reading' : 'Waiting to read'} {url}, since <Time at={since} zone />.
      </p>
      <progress aria-label="Check of the address" className="h-1 w-full" />
      <p className="text-small text-soft">
        {isStuck
          ? 'No worker has taken this up. Check that one is running: restart the site, or start a separate worker if the site runs with WORKER=off.'
          : 'A slow site may take half a minute. This page shows the result by itself.'}
      </p>
    </div>
  )
}
