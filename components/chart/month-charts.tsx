import type { HistoryView } from '#lib/queries/schemas.ts'
import { ImpactLegend } from './impact-legend.tsx'
import { ImpactPatterns } from './impact-pattern.tsx'
import { MonthChart } from './month-chart.tsx'
import { MonthTable } from './month-table.tsx'

/**
 * Charts of incidents and downtime by month, and the same as a table. `linkBase`: an address to which a month is appended.
 * `severity`: what each month is divided by; null where impact says nothing.
 */
export function MonthCharts({
  monthly,
  severity,
  linkBase,
}: {
  monthly: HistoryView['monthly']
  severity: HistoryView['severity'] | null
  linkBase: string
}) {
  const ofMonth = new Map(severity?.monthly.map((row) => [row.month, row]))
  return (
    <>
      <div className="mt-8 grid gap-x-12 gap-y-7 md:grid-cols-2">
        <MonthChart
          title="Incidents per month"
          measure="incidents"
          months={monthly.map(({ month, incidentCount }) => [
            month,
            incidentCount,
            false,
            ofMonth.get(month)?.incidentCount,
          ])}
          linkBase={linkBase}
        />
        <MonthChart
          title="Downtime per month"
          measure="downtime"
          months={monthly.map(({ month, downtimeSeconds, downtimeIsMinimum }) => [
            month,
            downtimeSeconds,
            downtimeIsMinimum ?? false,
            ofMonth.get(month)?.downtimeSeconds,
          ])}
          linkBase={linkBase}
        />
      </div>
      {severity !== null && (
        <>
          <ImpactPatterns />
          <ImpactLegend severity={severity} />
        </>
      )}
      <MonthTable monthly={monthly} severity={severity} linkBase={linkBase} />
    </>
  )
}
