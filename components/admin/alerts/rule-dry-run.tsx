import { Time } from '#components/text/time.tsx'
import { EVENT_WORDS } from '#lib/domain/alerts/event-words.ts'
import type { RuleDryRun } from '#lib/domain/alerts/rule.ts'
import { formatCount } from '#lib/domain/format.ts'
import { incidentPath } from '#lib/url/path.ts'

/** What a rule would have sent over the last 30 days. */
export function RuleDryRunParts({ result }: { result: RuleDryRun }) {
  const { eventCount, messageCount, newest } = result
  return (
    <>
      <p>
        {eventCount === 0
          ? 'It would have sent nothing.'
          : `It would have reported ${formatCount(eventCount, 'event')} in ${formatCount(messageCount, 'message')} to each target.`}
      </p>
      <p className="mt-1 text-small text-soft">
        Based on what is stored for these days, without vendors’ states and sources’ failures.
      </p>
      {newest.length < eventCount && <p className="mt-1 text-small text-soft">The newest {newest.length}:</p>}
      <ul className="mt-3 grid gap-2">
        {newest.map(({ kind, at, sentAt, vendor, incident, title }) => (
          <li key={`${kind} ${incident} ${at.getTime()}`} className="wrap-anywhere text-small">
            <Time at={at} zone />: {EVENT_WORDS[kind]}, {vendor},{' '}
            <a href={incidentPath(vendor, incident, title)} className="linked">
              {title}
            </a>
            {sentAt > at && (
              <>
                , sent <Time at={sentAt} zone />
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
