import { SpanTime } from '#components/text/time.tsx'
import { formatDuration, formatMonth } from '#lib/domain/format.ts'
import { computeHistory, type HistoryIncident } from '#lib/domain/history.ts'
import { secondsBetween } from '#lib/domain/instant.ts'
import { parseWindow } from '#lib/domain/window.ts'
import { windowSentence } from '#lib/text/headline.ts'

const AS_OF = new Date('2026-06-01T00:00:00Z')
const WINDOW = parseWindow('2026-04-01..2026-05-31', { asOf: AS_OF, firstKnown: null })

/** Invented so that it covers every rule. */
const EXAMPLES = [
  ended('Slow sign-in', '2026-04-07T09:00Z', '2026-04-07T10:30Z'),
  ended('Failed exports', '2026-04-07T10:00Z', '2026-04-07T11:00Z'),
  ended('Stuck queue', '2026-04-20T03:00Z', '2026-04-20T03:40Z'),
  ended('Delayed webhooks', '2026-04-30T23:00Z', '2026-05-01T01:00Z'),
  ended('Timeouts in the API', '2026-05-20T12:00Z', '2026-05-20T12:20Z'),
  { ...ended('Mail was slow last night', '2026-05-24T16:19Z', '2026-05-24T16:19Z'), basis: 'single' as const },
] satisfies HistoryIncident[]

/** Two months of a fictional vendor, computed by the same function as every page. */
export function MethodExample() {
  const history = computeHistory({
    incidents: EXAMPLES,
    coverage: [{ from: WINDOW.from, to: WINDOW.to, quality: 'complete' }],
    window: WINDOW,
    asOf: AS_OF,
  })
  const sentence = windowSentence({ name: 'Example', kind: 'incident', label: WINDOW.label, history })
  return (
    <>
      <table className="mt-3 w-full max-w-[68ch] text-small tabular-nums">
        <caption className="sr-only">Six incidents of a fictional vendor</caption>
        <thead className="text-label text-soft">
          <tr className="border-line border-b text-left [&>th]:py-1 [&>th]:font-[450]">
            <th scope="col">Incident</th>
            <th scope="col">Span</th>
            <th scope="col" className="text-right">
              Duration
            </th>
          </tr>
        </thead>
        <tbody>
          {EXAMPLES.map(({ id, startedAt, endedAt, basis }) => (
            <tr key={id} className="border-line border-b">
              <th scope="row" className="py-1 pr-4 text-left font-normal">
                {id}
              </th>
              <td className="py-1 pr-4 text-soft">
                <SpanTime from={startedAt} to={endedAt} />
              </td>
              <td className="py-1 text-right">
                {basis === 'single' ? 'not reported' : formatDuration(secondsBetween(startedAt, endedAt))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>“{sentence.text}”</p>
      <ul>
        <li>
          The sum of the durations is {formatDuration(history.incidentSeconds)}. The first two overlap by half an hour,
          which counts once: {formatDuration(history.downtimeSeconds)} of downtime.
        </li>
        {history.monthly.map(({ month, incidentCount, downtimeSeconds }) => (
          <li key={month}>
            {formatMonth(month)}: {incidentCount} incidents, {formatDuration(downtimeSeconds ?? 0)} of downtime.
            {month === '2026-04' &&
              ' “Delayed webhooks” counts in the month in which it started; one hour of its downtime falls into each month.'}
          </li>
        ))}
        <li>
          The last incident was posted only after it was over. It counts, but {history.unknownDurationCount} of{' '}
          {history.incidentCount} has no reported duration and adds no downtime.
        </li>
        <li>
          Five have a length, so there is a median: {formatDuration(history.medianDurationSeconds ?? 0)}. A 90th
          percentile needs ten.
        </li>
      </ul>
    </>
  )
}

function ended(id: string, startedAt: string, endedAt: string) {
  return {
    id,
    startedAt: new Date(startedAt),
    endedAt: new Date(endedAt),
    basis: 'reported' as const,
    mitigatedAt: null,
    startedAfter: null,
    startedBefore: null,
  }
}
