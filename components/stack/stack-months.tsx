import { IncidentLine } from '#components/incident/incident-line.tsx'
import { monthRange } from '#components/incident/incident-list.tsx'
import type { MonthGroup } from '#components/incident/month-groups.ts'
import { Section } from '#components/ui/section.tsx'
import { formatShortMonth, formatSum } from '#lib/domain/format.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { kindCount } from '#lib/text/headline.ts'

/** The incidents of several vendors in one list, grouped by the month in which they began. */
export function StackMonths({ groups, kind }: { groups: MonthGroup[]; kind: Kind | 'all' }) {
  return (
    <div id="incidents">
      {groups.map((group) =>
        group.kind === 'incidents' ? (
          <Section key={group.month} title={formatShortMonth(group.month)} aside={figuresOf(group, kind)}>
            <ul className="grid gap-4">
              {group.incidents.map((incident) => (
                <IncidentLine key={incident.id} incident={incident} />
              ))}
            </ul>
          </Section>
        ) : (
          <Section key={group.first} title={monthRange(group.first, group.last)}>
            <p className="text-small text-soft">
              {group.kind === 'quiet' ? 'Nothing posted.' : 'No data: these months are not known.'}
            </p>
          </Section>
        ),
      )}
    </div>
  )
}

function figuresOf({ row, incidents }: Extract<MonthGroup, { kind: 'incidents' }>, kind: Kind | 'all'): string {
  const count = kindCount(row?.incidentCount ?? incidents.length, kind)
  if (row === null || row.downtimeSeconds === null) return count
  const { downtimeSeconds, downtimeIsMinimum } = row
  return downtimeSeconds > 0 || downtimeIsMinimum ? `${count}, ${formatSum(downtimeSeconds, downtimeIsMinimum)}` : count
}
