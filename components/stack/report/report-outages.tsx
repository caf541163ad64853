import { SpanTime } from '#components/text/time.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatDay, formatDuration, formatSum } from '#lib/domain/format.ts'
import type { ReportView } from '#lib/queries/schemas.ts'
import { sharedSentence } from '#lib/text/report-words.ts'
import { choicePath } from '#lib/url/path.ts'

/** The times in which several vendors were down at once, the longest first. */
export function SharedOutages({ report }: { report: ReportView }) {
  const { shared, vendors } = report
  return (
    <Section title="Shared outages" aside={shared === null ? undefined : 'the longest first'}>
      <p className="max-w-[68ch] text-small">{sharedSentence(report)}</p>
      <ul className="mt-2 grid gap-1 text-small tabular-nums print:break-inside-avoid">
        {(shared?.longest ?? []).map(({ from, to, seconds, vendors: down }) => (
          <li key={from.getTime()}>
            <b>{formatDuration(seconds)}</b> <SpanTime from={from} to={to} />:{' '}
            {down.map((slug) => nameOf(vendors, slug)).join(', ')}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** The days with the most downtime, and whose it was. */
export function WorstDays({ report: { worstDays, vendors } }: { report: ReportView }) {
  const slugs = vendors.map(({ slug }) => slug)
  return (
    <Section title="Worst days" aside="UTC">
      {worstDays.length === 0 ? (
        <p className="text-small text-soft">No day with downtime is on record.</p>
      ) : (
        <ul className="grid gap-1 text-small tabular-nums print:break-inside-avoid">
          {worstDays.map(({ day, downtimeSeconds, downtimeIsMinimum, vendors: down }) => (
            <li key={day}>
              <a href={choicePath('/stack', slugs, `window=${day}`)} className="linked">
                {formatDay(new Date(day))}
              </a>{' '}
              <b>{formatSum(downtimeSeconds, downtimeIsMinimum)}</b>:{' '}
              {down.map(({ slug, seconds }) => `${nameOf(vendors, slug)} ${formatDuration(seconds)}`).join(', ')}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** The name of a vendor of the report. */
export function nameOf(vendors: ReportView['vendors'], slug: string): string {
  return vendors.find((vendor) => vendor.slug === slug)?.name ?? slug
}
