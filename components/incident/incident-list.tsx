import { formatShortMonth, formatSum } from '#lib/domain/format.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { kindCount } from '#lib/text/headline.ts'
import { IncidentEntry } from './incident-entry.tsx'
import type { MonthGroup } from './month-groups.ts'

/** Incidents grouped by the month in which they began. */
export function IncidentList({ groups, kind }: { groups: MonthGroup[]; kind: Kind | 'all' }) {
  return groups.map((group) =>
    group.kind === 'incidents' ? (
      <MonthSection key={group.month} group={group} kind={kind} />
    ) : (
      <QuietMonths key={group.first} first={group.first} last={group.last} isKnown={group.kind === 'quiet'} />
    ),
  )
}

function MonthSection({ group, kind }: { group: Extract<MonthGroup, { kind: 'incidents' }>; kind: Kind | 'all' }) {
  const count = group.row?.incidentCount ?? group.incidents.length
  const downtimeSeconds = group.row?.downtimeSeconds ?? 0
  const isMinimum = group.row?.downtimeIsMinimum ?? false
  return (
    <section className="month-of-incidents mt-8 grid gap-x-9 border-line border-t pt-6 md:grid-cols-[9.25rem_minmax(0,1fr)]">
      <h2 className="flex flex-wrap items-baseline justify-between gap-x-4 self-start font-[620] text-body max-md:mb-4 md:sticky md:top-5 md:block">
        {formatShortMonth(group.month)}
        <span className="font-normal text-label text-soft tabular-nums md:mt-1 md:grid">
          <span>{kindCount(count, kind)}</span>
          {(downtimeSeconds > 0 || isMinimum) && (
            <>
              <span className="md:hidden"> · </span>
              <span>{formatSum(downtimeSeconds, isMinimum)}</span>
            </>
          )}
        </span>
      </h2>
      <div className="grid gap-y-9.5">
        {group.incidents.map((incident) => (
          <IncidentEntry key={incident.id} incident={incident} />
        ))}
      </div>
    </section>
  )
}

function QuietMonths({ first, last, isKnown }: { first: string; last: string; isKnown: boolean }) {
  return (
    <section className="mt-8 grid gap-x-9 border-line border-t pt-3.5 text-small text-soft max-md:flex max-md:flex-wrap md:grid-cols-[9.25rem_1fr]">
      <h2 className="font-[450] text-body">{monthRange(first, last)}</h2>
      <p>{isKnown ? 'Nothing posted.' : 'No data: these months are not known.'}</p>
    </section>
  )
}

/** "Nov 2025", "Nov – Dec 2025", "Nov 2025 – Jan 2026" */
export function monthRange(first: string, last: string): string {
  if (first === last) return formatShortMonth(first)
  const start = formatShortMonth(first)
  const isSameYear = first.slice(0, 4) === last.slice(0, 4)
  return `${isSameYear ? start.slice(0, 3) : start} – ${formatShortMonth(last)}`
}
